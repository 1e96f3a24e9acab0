/** The report's style sheet: light and dark by the reader's setting, and fit to print. */
export const reportStyle = `
:root{color-scheme:light dark;--paper:#fbfbfa;--card:#fff;--ink:#1d2430;--quiet:#66707f;--line:#e3e6ea;--a:#2563c9;--b:#d9661f;--best:#12805c}
@media(prefers-color-scheme:dark){:root{--paper:#12161c;--card:#1a2028;--ink:#e4e8ee;--quiet:#97a2b1;--line:#2d3642;--a:#6ea8ff;--b:#ff9d5c;--best:#4fd1a1}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;max-width:1180px;padding:2.2rem 1.4rem 4rem}
h1{font-size:1.9rem;margin:0;letter-spacing:-.02em}
h2{font-size:1.1rem;margin:2.4rem 0 .8rem}
.lead{color:var(--quiet);margin:.2rem 0 1.4rem;max-width:46rem}
.end{border-left:3px solid var(--best);padding:.1rem 0 .1rem .8rem;margin:0 0 1.6rem}
.end.bad{border-color:#d43c3c}
.cards{display:flex;flex-wrap:wrap;gap:.8rem;margin:0 0 1.6rem;padding:0;list-style:none}
.cards li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.6rem 1rem;min-width:8rem}
.cards b{display:block;font-size:1.35rem;font-weight:650;font-variant-numeric:tabular-nums}
.cards span{color:var(--quiet);font-size:.82rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:1rem}
figure{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0;padding:.9rem 1rem .6rem}
figcaption{font-weight:600;margin-bottom:.3rem}
figcaption small{color:var(--quiet);font-weight:400}
svg{display:block;width:100%;height:auto;font-size:12px}
svg text{fill:var(--quiet)}
.axis line{stroke:var(--line)}
.training{--c:var(--a)}.validation{--c:var(--b)}.rate{--c:var(--quiet)}
.training line,.validation line,.rate line{stroke:var(--c);stroke-width:2.5}
polyline{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}
circle{fill:var(--c)}
.best line{stroke:var(--best);stroke-dasharray:4 4}
.best text{fill:var(--best)}
.phase line{stroke:var(--quiet);stroke-dasharray:1 3}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden}
th,td{text-align:left;padding:.35rem .9rem;border-top:1px solid var(--line);white-space:nowrap}
thead th{border-top:0;color:var(--quiet);font-weight:500;font-size:.85rem}
td.n{text-align:right}
.facts td{white-space:normal;word-break:break-word}
pre{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.2rem;overflow-x:auto;font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin:0}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:1rem;align-items:start}
@media print{body{max-width:none}figure,table,pre{break-inside:avoid}}
`;
