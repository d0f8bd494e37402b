// Asks Pagefind's index of the site. What is found is shown as text, never as markup.
const AT_ONCE = 10, PARTS = 3, PAUSE = 200;
// "q" would open the search of the theme.
const WORDS = "words";
const SIGNS = {lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", "#x27": "'"};

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(address, text) {
  const made = element("a", text);
  const url = new URL(address, location.href);
  if (url.origin === location.origin) made.href = url.href;
  return made;
}

// Where the words stand, marked. All else in it is text, in which signs are written out.
function excerpt(html) {
  const made = element("p", "");
  html.split(/<\/?mark>/).forEach((piece, at) => {
    const text = piece.replace(/&(lt|gt|amp|quot|#39|#x27);/g, (_, name) => SIGNS[name]);
    made.append(at % 2 ? element("mark", text) : text);
  });
  return made;
}

// A page, and the sections of it that have the words.
function shown(page) {
  const item = document.createElement("li");
  const head = element("p", "", "omp-search-title");
  head.append(link(page.url, page.meta.title || page.url));
  const path = decodeURI(new URL(page.url, location.href).pathname);
  item.append(head, element("p", page.meta.plan ? `${page.meta.plan} · ${path}` : path, "omp-search-place"));
  item.append(excerpt(page.excerpt));
  const parts = page.sub_results.filter(part => part.url !== page.url).slice(0, PARTS);
  if (parts.length) {
    const list = document.createElement("ul");
    for (const part of parts) {
      const entry = document.createElement("li");
      entry.append(link(part.url, part.title));
      list.append(entry);
    }
    item.append(list);
  }
  return item;
}

function begin(root) {
  if (root.dataset.begun) return;
  root.dataset.begun = "yes";
  const form = root.querySelector("form"), box = form.elements.q, more = root.querySelector(".omp-search-more");
  const said = root.querySelector("[role=status]"), list = root.querySelector("ol");
  let index, found = [], asked = 0, waiting = 0;

  async function show(turn) {
    const start = list.children.length;
    more.hidden = true;
    const pages = await Promise.all(found.slice(start, start + AT_ONCE).map(each => each.data()));
    if (turn !== asked) return;
    list.append(...pages.map(shown));
    more.hidden = list.children.length >= found.length;
    if (start) list.children[start].querySelector("a").focus();
  }

  async function search() {
    clearTimeout(waiting);
    const words = box.value.trim(), turn = ++asked, address = new URL(location.href);
    words ? address.searchParams.set(WORDS, words) : address.searchParams.delete(WORDS);
    history.replaceState(history.state, "", address);
    try {
      index ??= await import(new URL(root.dataset.index, document.baseURI).href);
      const results = words ? (await index.search(words)).results : [];
      if (turn !== asked) return;
      found = results;
      list.replaceChildren();
      await show(turn);
      if (turn !== asked) return;
      const text = found.length ? root.dataset.found : root.dataset.none;
      said.textContent = words ? text.replace("{count}", () => found.length).replace("{words}", () => words) : "";
    } catch {
      said.textContent = root.dataset.broken;
    }
  }

  form.addEventListener("submit", event => { event.preventDefault(); search(); });
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, PAUSE); });
  more.addEventListener("click", () => show(asked));
  root.querySelector(".omp-search-without").hidden = true;
  form.hidden = false;
  box.value = new URL(location.href).searchParams.get(WORDS) ?? "";
  if (box.value) search();
}

const all = () => document.querySelectorAll(".omp-search").forEach(begin);
// Material's instant navigation exchanges pages without loading scripts again; it tells of each page here.
window.document$ ? window.document$.subscribe(all) : all();
