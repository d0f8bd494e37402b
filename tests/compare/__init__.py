"""Tests of versions, and the story that they are told in."""
