/* A form that came back begins at its errors. */
export function enhance([summary]) {
  summary.focus();
}
