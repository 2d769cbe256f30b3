// SPDX-License-Identifier: BSD-2-Clause
//
// Looks at the page in frames as wide as a phone and as a screen: nothing may stick out, nothing may
// be fetched, and text must stand out from what is behind it.  One line for each defect, and a last
// one that says what was looked at.
'use strict';

const colour = (text) => {
  const parts = text.match(/[\d.]+/g).map(Number);
  return { channels: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
};

const luminance = (channels) => {
  const [r, g, b] = channels.map((c) => {
    const part = c / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

// A table's water, or the nearest colour that covers what is behind it.
const background = (view, element, water) => {
  for (let e = element; e; e = e.parentElement) {
    if (e.matches('.cards .wet')) return water;
    const found = colour(view.getComputedStyle(e).backgroundColor);
    if (found.alpha === 1) return found.channels;
  }
  return [255, 255, 255];
};

const hasText = (element) =>
  [...element.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim() !== '');

const defectsOf = (frame) => {
  const view = frame.contentWindow;
  const page = frame.contentDocument;
  const width = page.documentElement.clientWidth;
  const defects = [];
  const say = (what) => defects.push(`${width} px: ${what}`);
  const probe = page.body.appendChild(page.createElement('i'));
  probe.style.color = 'var(--water)';
  const water = colour(view.getComputedStyle(probe).color).channels;
  probe.remove();

  if (page.documentElement.scrollWidth > width) say(`the page is ${page.documentElement.scrollWidth} wide`);
  for (const entry of view.performance.getEntriesByType('resource')) say(`fetched ${entry.name}`);
  let texts = 0;
  for (const element of page.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    const name = `${element.tagName} "${element.textContent.trim().slice(0, 40)}"`;
    if (box.width === 0 || box.height === 0) continue;
    if (!element.closest('.scroll') && box.right > width + 0.5) say(`${name} sticks out to ${box.right}`);
    if (!hasText(element) || element.closest('title, desc')) continue;
    texts += 1;
    const style = view.getComputedStyle(element);
    const ink = colour(element.tagName === 'text' ? style.fill : style.color).channels;
    const ratio = contrast(ink, background(view, element, water));
    if (ratio < 4.5) say(`${name} has a contrast of ${ratio.toFixed(2)}`);
  }
  defects.push(`LOOKED at ${width} px, ${texts} texts, on ${view.getComputedStyle(page.body).backgroundColor}`);
  return defects;
};

addEventListener('load', () => {
  const lines = [...document.querySelectorAll('iframe')].flatMap(defectsOf);
  document.body.textContent = '';
  document.body.append(...lines.map((line) => {
    const p = document.createElement('p');
    p.textContent = line;
    return p;
  }));
});
