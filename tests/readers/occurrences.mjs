// The days of every event of a calendar, as ical.js expands them: node occurrences.mjs MODULE CALENDAR
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , module, calendar] = process.argv;
const { default: ICAL } = await import(pathToFileURL(module));
const component = new ICAL.Component(ICAL.parse(readFileSync(calendar, "utf-8")));
const found = {};
for (const each of component.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(each);
  const days = [];
  const occurrences = event.iterator();
  for (let start = occurrences.next(); start && days.length < 5000; start = occurrences.next()) {
    const end = start.clone();
    end.addDuration(event.duration);
    days.push([start.toString(), end.toString()]);
  }
  found[event.uid] = { summary: event.summary, days };
}
console.log(JSON.stringify(found));
