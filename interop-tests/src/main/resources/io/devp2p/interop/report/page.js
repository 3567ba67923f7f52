'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
// All that comes from the data becomes text, never markup.
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
function options(select, values) {
  select.append(el('option', { value: '' }, 'all'), ...[...new Set(values)].map(v => el('option', { value: v }, v)));
}
