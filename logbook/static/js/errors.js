/* A form that came back begins at its errors, unless somebody is already mending one. */
export function enhance([summary]) {
  if (document.activeElement === document.body) summary.focus();
}
