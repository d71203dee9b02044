/* Loads a module only where the page asks for it. Every page works without any of them. */
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
];

for (const [selector, path] of wanted) {
  const found = document.querySelectorAll(selector);
  if (found.length) {
    import(path).then((module) => module.enhance([...found]));
  }
}
