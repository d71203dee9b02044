/* Loads a module only where the page asks for it. Every page works without any of them.
   A part that comes later announces itself with the event 'fresh' and is looked through too. */
const wanted = [
  ["[data-typeahead]", "./typeahead.js"],
  ["[data-queue]", "./queue.js"],
  ["[data-bulk]", "./bulk.js"],
  ["[data-once], form[method=post]", "./once.js"],
  ["[data-step-form]", "./autosubmit.js"],
  ["[data-countdown]", "./countdown.js"],
  ["[data-guard]", "./guard.js"],
  ["[data-date-field]", "./dates.js"],
  ["[data-menu]", "./menu.js"],
  ["[data-error-summary]", "./errors.js"],
  ["[data-refresh]", "./refresh.js"],
  ["[data-case-form]", "./case-form.js"],
  ["[data-hints]", "./hints.js"],
  ["[data-draft]", "./draft.js"],
  ["[data-identifiers]", "./identifiers.js"],
  ["[data-kinds]", "./kinds.js"],
  ["[data-stopwatch]", "./stopwatch.js"],
  ["[data-codes]", "./seen-codes.js"],
  ["html[data-account]", "./offline/keep.js"],
  ["[data-offline]", "./offline/page.js"],
  ["[data-passkey-sign], [data-passkey-make]", "./passkey.js"],
];

function look(root) {
  for (const [selector, path] of wanted) {
    const found = root.querySelectorAll(selector);
    if (found.length) import(path).then((module) => module.enhance([...found]));
  }
}

look(document);
document.addEventListener("fresh", (event) => look(event.target));
