/* Elements by name, attributes and what is in them; text is only ever text. */
export function el(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...inside);
  return element;
}

export function copyOf(place, selector) {
  return place.querySelector(selector).content.firstElementChild.cloneNode(true);
}

/* Of parts with the same data attribute, show only those of these values. */
export function showOnly(place, name, values) {
  for (const part of place.querySelectorAll(`[data-${name}]`)) part.hidden = !values.includes(part.dataset[name]);
}

export function dayHere(at = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
