// What a reader would trip over on the page that is open: gives {overflow, contrast, structure}, lists of
// complaints. Contrast as WCAG 2.2 counts it: AA for text, 3 to 1 for what is drawn.
(() => {
  const colour = text => {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    return {red, green, blue, alpha};
  };
  const luminance = ({red, green, blue}) => {
    const [r, g, b] = [red, green, blue].map(value => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const paint = colour(getComputedStyle(at).backgroundColor);
      if (paint.alpha === 1) return paint;
    }
    return {red: 255, green: 255, blue: 255};
  };
  const shown = element => element.checkVisibility() && element.getClientRects().length > 0;

  const low = new Map();
  const tooLow = (element, paint, least, what) => {
    const ratio = contrast(paint, behind(element));
    if (ratio < least) low.set(what, `${what}: ${ratio.toFixed(2)} where ${least} is needed`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !shown(element) || element.closest("svg")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    ++texts;
    tooLow(element, colour(style.color), large ? 3 : 4.5, `${element.tagName}.${element.className}`);
  }
  for (const path of document.querySelectorAll("svg path")) {
    if (path.getAttribute("d")) tooLow(path, colour(getComputedStyle(path).fill), 3, `path.${path.getAttribute("class")}`);
  }

  const structure = [];
  const demand = (holds, complaint) => holds || structure.push(complaint);
  demand(texts > 50, "the page is as good as empty");
  for (const landmark of ["header", "nav", "main", "footer"]) {
    demand(document.querySelectorAll(landmark).length === 1, `not one ${landmark}`);
  }
  demand(document.querySelectorAll("h1").length === 1, "not one h1");
  demand(!document.querySelector("script"), "a script");
  for (const table of document.querySelectorAll("table")) {
    demand(table.caption?.textContent, "a table without a caption");
    for (const head of table.querySelectorAll("th")) demand(head.scope, `a head without scope: ${head.textContent}`);
    for (const row of table.tBodies[0].rows) demand(row.cells[0].tagName === "TH", "a row without a head");
  }
  for (const picture of document.querySelectorAll("svg")) {
    const [title, description] = picture.getAttribute("aria-labelledby").split(" ").map(id => document.getElementById(id));
    demand(title?.tagName === "title" && title.textContent, "a picture without a title");
    demand(description?.tagName === "desc" && description.textContent, "a picture without a description");
  }
  for (const link of document.querySelectorAll("a[href^='#']")) {
    demand(document.getElementById(link.hash.slice(1)), `a link to nowhere: ${link.hash}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  demand(new Set(ids).size === ids.length, "an id twice");
  for (const words of document.querySelectorAll("bdi")) {
    const arabic = /^[\u0600-\u06ff]/.test(words.textContent);
    demand(getComputedStyle(words).direction === (arabic ? "rtl" : "ltr"), `the wrong direction: ${words.textContent}`);
  }

  const overflow = [];
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) overflow.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.querySelectorAll("body *")) {
    if (!shown(element) || element.closest(".scroll > *") || element.closest("svg > *") || element.matches(".skip")) continue;
    const box = element.getBoundingClientRect();
    if (box.right > room + 1 || box.left < -1) overflow.push(`${element.tagName}.${element.className} ends at ${box.right}`);
  }
  return {overflow, contrast: [...low.values()], structure};
})()
