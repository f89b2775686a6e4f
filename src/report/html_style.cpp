#include "report/html_style.h"

namespace cm {

std::string_view html_style() {
  return R"(
:root {
  color-scheme: light dark;
  --paper: #fcfbf9; --card: #ffffff; --ink: #1b1c1e; --soft: #55585e; --line: #dedbd5;
  --whole: #5b8fae; --part: #b3412f; --link: #1d5f86; --wash: #eef3f6;
  --text: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131416; --card: #1b1d20; --ink: #ebebed; --soft: #a9adb5; --line: #33363b;
    --whole: #6ba6c8; --part: #f08a78; --link: #8cc4e6; --wash: #20262b;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.55 var(--text); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 68rem; padding: clamp(1.25rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2.5rem); }
a { color: var(--link); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 4px; }
.skip { position: absolute; left: -999rem; background: var(--card); padding: .6rem 1rem; z-index: 1; }
.skip:focus { left: 1rem; top: 1rem; }
h1 { font-size: clamp(1.9rem, 5vw, 2.8rem); line-height: 1.1; letter-spacing: -.025em; font-weight: 650; margin: 0 0 .6rem; }
h2 { font-size: 1.35rem; letter-spacing: -.015em; font-weight: 650; margin: 0 0 1rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 0; color: var(--ink); white-space: normal; }
.period { color: var(--soft); font-size: 1.05rem; margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; list-style: none; margin: 1.6rem 0 0; padding: 0; }
nav a { display: inline-block; padding: .25rem 0; }
section { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 2rem; }
.summary { border: 0; margin-top: 2rem; padding-top: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; margin: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.2rem; }
.card dt { color: var(--soft); font-size: .92rem; }
.card dd { margin: 0; }
.card .value { font-size: 1.9rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.25; font-variant-numeric: tabular-nums; }
.card .meaning { color: var(--soft); font-size: .82rem; line-height: 1.45; margin-top: .45rem; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; color: var(--soft); font-size: .9rem; margin: 0 0 1.2rem; padding: 0; list-style: none; }
.legend span { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-inline-end: .5em; }
.legend .whole { background: var(--whole); } .legend .part { background: var(--part); }
.trends { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1.8rem 2rem; }
figure { margin: 0; min-width: 0; }
figure.wide { grid-column: 1 / -1; }
.trend { display: block; width: 100%; height: 5.5rem; border-bottom: 1px solid var(--line); margin: .5rem 0 .3rem; }
.wide .trend { height: 11rem; }
.trend .whole { fill: var(--whole); } .trend .part { fill: var(--part); }
figcaption, .over { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; white-space: nowrap; color: var(--soft); font-size: .85rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin-top: 1.6rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .93rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding: .9rem 1rem .5rem; }
th, td { padding: .55rem 1rem; text-align: start; vertical-align: baseline; border-top: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 500; font-size: .85rem; border-top: 0; vertical-align: bottom; }
tbody th { font-weight: 500; }
td.figure, th.figure { text-align: end; white-space: nowrap; }
thead th.figure { white-space: normal; }
tbody tr:hover { background: var(--wash); }
bdi { overflow-wrap: break-word; }
th[scope=row], td.words { min-width: 6.5rem; max-width: 20rem; }
.meanings { margin: 1.4rem 0 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: .9rem 2rem; font-size: .85rem; line-height: 1.5; }
.meanings dt { font-weight: 600; } .meanings dd { margin: 0; color: var(--soft); }
.nothing { color: var(--soft); margin: 0; }
details { margin-top: 1.4rem; } summary { cursor: pointer; color: var(--link); padding: .3rem 0; }
footer { border-top: 1px solid var(--line); margin-top: 3.5rem; padding-top: 1.2rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 40rem) {
  th, td { padding: .5rem .7rem; }
  .cards { grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.2rem), 1fr)); gap: .7rem; }
  .card { padding: .85rem .9rem; } .card .value { font-size: 1.45rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --whole: #5b8fae; --part: #b3412f; }
  html { font-size: 80%; } body { max-width: none; padding: 0; }
  nav, .skip, details { display: none; }
  .scroll { overflow: visible; } .card, figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
@media (prefers-contrast: more) { :root { --soft: var(--ink); --line: var(--soft); } }
)";
}

}  // namespace cm
