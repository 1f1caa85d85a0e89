/**
 * The look of the report (design/ui.md): neutral slate, one teal accent, hairlines, tabular figures. `light-dark()`
 * gives every colour its two values; the theme buttons only set `color-scheme`. Text colours keep 4.5:1 on both
 * grounds, shapes 3:1 (WCAG 2.2 AA).
 */
export const STYLE = `
:root{color-scheme:light dark;
--ground:light-dark(oklch(.984 .003 250),oklch(.185 .012 250));
--panel:light-dark(oklch(1 0 0),oklch(.215 .013 250));
--raised:light-dark(oklch(.965 .004 250),oklch(.255 .014 250));
--line:light-dark(oklch(.905 .006 250),oklch(.315 .014 250));
--text:light-dark(oklch(.26 .018 250),oklch(.93 .006 250));
--muted:light-dark(oklch(.475 .016 250),oklch(.715 .013 250));
--accent:light-dark(oklch(.48 .085 190),oklch(.8 .105 186));
--wash:light-dark(oklch(.955 .018 190),oklch(.28 .03 190));
--edge:light-dark(oklch(.76 .02 240),oklch(.42 .022 240));
--critical:light-dark(oklch(.47 .19 15),oklch(.76 .15 12));
--high:light-dark(oklch(.51 .18 32),oklch(.77 .14 38));
--medium:light-dark(oklch(.5 .105 72),oklch(.83 .125 82));
--low:light-dark(oklch(.49 .13 250),oklch(.78 .095 250));
--info:var(--muted);
--sans:"Inter Variable",Inter,ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:"JetBrains Mono Variable","JetBrains Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box}
html{scroll-padding-top:60px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 var(--sans);font-variant-numeric:tabular-nums;font-feature-settings:"cv05","ss03"}
h1,h2,h3,p,dl,dd,ul{margin:0;padding:0}
ul{list-style:none}
a{color:inherit;text-decoration-color:var(--line);text-underline-offset:3px}
a:hover{text-decoration-color:currentColor}
code,.tip code{font:12.5px/1.4 var(--mono);font-feature-settings:"zero"}
button,input{font:inherit;color:inherit}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px;top:8px;background:var(--panel);padding:8px 12px;z-index:9}
.skip:focus{left:12px}
.muted,.note,.hint,.source,.status{color:var(--muted)}
.empty{color:var(--muted);padding:12px 16px;background:var(--panel);border:1px solid var(--line);border-radius:6px}
.defs{position:absolute}

.top{position:sticky;top:0;z-index:5;background:var(--panel);border-bottom:1px solid var(--line)}
.bar{max-width:1440px;margin:auto;padding:0 24px;min-height:48px;display:flex;align-items:center;gap:12px 20px}
.brand{display:flex;align-items:center;gap:7px;font-weight:650;letter-spacing:-.01em}
.brand svg{width:20px;height:20px;fill:none;stroke:var(--accent);stroke-width:1.6}
.brand circle{fill:var(--accent);stroke:none}
.top nav{display:flex;gap:2px;margin-right:auto;overflow-x:auto;scrollbar-width:none}
.top nav a{padding:4px 9px;border-radius:6px;text-decoration:none;color:var(--muted);white-space:nowrap;font-size:13px}
.top nav a:hover{color:var(--text);background:var(--raised)}
.segmented{display:flex;border:1px solid var(--line);border-radius:6px;padding:1px;flex:none}
.segmented button{border:0;background:none;padding:2px 9px;border-radius:4px;font-size:12px;color:var(--muted);min-height:24px}
.segmented button:hover{color:var(--text)}
.segmented button[aria-pressed=true]{background:var(--raised);color:var(--text);font-weight:600}

main{max-width:1440px;margin:auto;padding:28px 24px 40px;display:flex;flex-direction:column;gap:28px}
.kicker{color:var(--muted);font-size:13px}
h1{font-size:24px;line-height:1.25;font-weight:620;letter-spacing:-.018em;overflow-wrap:anywhere}
h1 .muted{font-weight:400}
h2{font-size:15px;font-weight:620;letter-spacing:-.006em}
h2 .count{color:var(--muted);font-weight:420;margin-left:4px}
h3{font-size:12.5px;font-weight:600;color:var(--muted)}
section{min-width:0}
.head{display:flex;align-items:baseline;justify-content:space-between;gap:4px 20px;flex-wrap:wrap;margin-bottom:10px}
.hint,.note{font-size:12.5px}
.note{margin:8px 0}

.figures{display:grid;grid-template-columns:repeat(7,1fr);background:var(--panel);border:1px solid var(--line);border-radius:6px;overflow:hidden}
.figures div{padding:12px 16px 13px;border-left:1px solid var(--line);margin-left:-1px;min-width:0}
.figures dt{color:var(--muted);font-size:12.5px}
.figures dd{font-size:22px;line-height:1.3;font-weight:560;letter-spacing:-.02em;white-space:nowrap}
.figures a{text-decoration-thickness:1px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(480px,100%),1fr));gap:10px 32px}
.facts div{display:grid;grid-template-columns:88px minmax(0,1fr);gap:4px 12px}
.facts dt{color:var(--muted);font-size:13px}
.facts dd{overflow-wrap:anywhere}
.decode{display:block;width:100%;height:4px;margin:8px 0 4px;border-radius:2px;overflow:hidden}
.decode .ok{fill:var(--accent)}.decode .truncated{fill:var(--medium)}.decode .malformed{fill:var(--high)}.decode .unsupported{fill:var(--muted)}
.stopped{font-size:12.5px;color:var(--muted)}
summary{cursor:pointer;border-radius:4px}
summary::marker{color:var(--muted)}

.trouble{border:1px solid var(--line);border-left:3px solid var(--medium);border-radius:6px;background:var(--panel);padding:12px 16px}
.trouble h2{display:flex;gap:8px;align-items:center;margin-bottom:4px}
.findings{background:var(--panel);border:1px solid var(--line);border-radius:6px}
.finding{display:grid;grid-template-columns:112px minmax(0,1fr);gap:12px;padding:11px 16px}
.finding+.finding{border-top:1px solid var(--line)}
.finding p{overflow-wrap:anywhere}
.badge{display:flex;align-items:center;gap:7px;font-weight:600;height:21px}
.severity-critical{color:var(--critical)}.severity-high{color:var(--high)}.severity-medium{color:var(--medium)}.severity-low{color:var(--low)}.severity-info{color:var(--info)}
.finding summary,.about summary{font-size:13px}
.finding summary{color:var(--muted);width:fit-content}
.evidence{margin:4px 0 6px;font-size:12.5px}
.evidence li{display:flex;flex-wrap:wrap;gap:2px 12px;padding:2px 0}
.evidence time,td time{font:12px/1.5 var(--mono)}

.icon{width:16px;height:16px;flex:none;vertical-align:-3px;color:inherit}
.body{fill:currentColor}
.mark{fill:none;stroke:var(--panel);stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.icon .mark{stroke-width:2}
.icon.severity-medium{color:var(--medium)}
.look-router{color:light-dark(oklch(.57 .21 27),oklch(.68 .19 25))}
.look-switch{color:light-dark(oklch(.64 .16 50),oklch(.76 .15 58))}
.look-access-point{color:light-dark(oklch(.65 .135 78),oklch(.84 .15 86))}
.look-firewall{color:light-dark(oklch(.46 .185 12),oklch(.61 .2 14))}
.look-server{color:light-dark(oklch(.52 .17 258),oklch(.69 .14 255))}
.look-workstation{color:light-dark(oklch(.55 .14 150),oklch(.74 .16 150))}
.look-handset,.look-printer{color:light-dark(oklch(.55 .09 192),oklch(.76 .1 190))}
.look-camera{color:light-dark(oklch(.53 .19 295),oklch(.72 .14 298))}
.look-controller{color:light-dark(oklch(.55 .22 335),oklch(.7 .2 335))}
.look-operator{color:light-dark(oklch(.64 .17 358),oklch(.8 .115 358))}
.look-unknown{color:light-dark(oklch(.55 .014 250),oklch(.66 .014 250))}

.map{position:relative;background:var(--panel);border:1px solid var(--line);border-radius:6px;overflow:hidden}
.flows{display:block;width:100%;height:auto;min-height:320px;max-height:82vh;cursor:grab;touch-action:pan-x pan-y}
.flows:active{cursor:grabbing}
.edges path{stroke:var(--edge);stroke-linecap:round;opacity:.6;fill:none}
.node{cursor:pointer;outline:none}
.halo{fill:var(--panel);stroke:none}
.node text{font:11px/1 var(--sans);fill:var(--text);text-anchor:middle;paint-order:stroke;stroke:var(--panel);stroke-width:3px;stroke-linejoin:round}
.node .mark{stroke-width:1.8}
.node.unnamed text{visibility:hidden}
.close .node.unnamed text,.node.unnamed.hot text,.node.unnamed:focus text{visibility:visible}
.node:focus-visible .halo{stroke:var(--accent);stroke-width:2.5}
.node:hover .halo{stroke:var(--accent);stroke-width:1.2}
.lit .node:not(.hot){opacity:.22}
.lit .edges path:not(.hot){opacity:.08}
.edges path.hot{stroke:var(--accent);opacity:.85}
.zoom{position:absolute;right:10px;top:10px;display:flex;border:1px solid var(--line);border-radius:6px;background:var(--panel)}
.zoom button{border:0;background:none;width:30px;height:30px;display:grid;place-items:center;border-radius:5px}
.zoom button:hover{background:var(--raised)}
.zoom svg{width:16px;height:16px;fill:none;stroke:currentColor;stroke-width:1.5}
.tip{position:absolute;pointer-events:none;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 11px;font-size:12.5px;max-width:300px;white-space:pre-wrap;overflow-wrap:anywhere}
.tip-title{font-weight:600;display:flex;gap:7px;align-items:center}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin-top:10px;font-size:12.5px;color:var(--muted)}
.legend li{display:flex;align-items:center;gap:6px}
.legend .width svg{width:34px;height:12px}.legend path:not(.body,.mark){stroke:var(--edge);stroke-linecap:round}

.columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:28px;align-items:start}
.scroll{container-type:inline-size;overflow:auto;background:var(--panel);border:1px solid var(--line);border-radius:6px}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:13px}
th,td{padding:0 12px;height:32px;text-align:left;font-weight:400;white-space:nowrap;border-bottom:1px solid var(--line)}
tbody:last-child tr:last-child>*{border-bottom:0}
thead th{color:var(--muted);font-size:12.5px;font-weight:500;background:var(--panel)}
td.n,th.n,.protocols td{text-align:right}
.bar-cell{width:40%}
.share{width:45%;min-width:90px}
.share svg.bar{display:block;width:100%;height:8px;padding:0;margin:0;min-height:0;max-width:none;border-radius:2px}
.track{fill:var(--raised)}.bar .value{fill:var(--accent)}
.group th{color:var(--muted);font-size:12px;height:30px;vertical-align:bottom;padding-bottom:3px;background:var(--ground)}
.protocols tbody th[scope=row]{width:1%}

.tools{display:flex;align-items:center;gap:14px;margin-bottom:8px;flex-wrap:wrap}
.tools input{width:min(340px,100%);height:32px;padding:0 10px;background:var(--panel);border:1px solid light-dark(oklch(.62 .012 250),oklch(.52 .014 250));border-radius:6px}
.tools input::placeholder{color:var(--muted);opacity:1}
.status{font-size:12.5px}
.rows thead th{padding:0 4px;position:sticky;top:0;z-index:1}
.rows thead button{border:0;background:none;padding:4px 8px;border-radius:4px;font-weight:500;color:var(--muted)}
.rows thead button:hover{color:var(--text)}
.rows thead .sort::after{content:"";display:inline-block;width:1.1em;text-align:center}
[aria-sort] button{color:var(--text)!important}
[aria-sort=descending] .sort::after{content:"↓"!important}
[aria-sort=ascending] .sort::after{content:"↑"!important}
.rows th.n button{display:inline-flex;flex-direction:row-reverse}
.rows tbody tr:not(.detail,.none):hover>*{background:var(--raised)}
#devices tbody th{padding-left:6px}
.type{display:flex;align-items:center;gap:8px}
.name{font-weight:550;display:inline-block;max-width:min(240px,44cqw);overflow:hidden;text-overflow:ellipsis;vertical-align:middle}
.nameless{font:12.5px var(--mono);color:var(--muted)}
.tag{margin-left:8px;border:1px solid var(--line);border-radius:4px;padding:0 5px;font-size:11.5px;color:var(--muted)}
.more{color:var(--muted)}
.clip{max-width:170px;overflow:hidden;text-overflow:ellipsis}
.open{border:0;background:none;width:24px;height:24px;padding:0;margin-right:4px;border-radius:4px;vertical-align:middle}
.open::before{content:"";display:block;width:6px;height:6px;border:solid var(--muted);border-width:0 1.5px 1.5px 0;rotate:-45deg;margin:auto;translate:-1px 0}
.open[aria-expanded=true]::before{rotate:45deg;translate:0 -2px}
.open:hover{background:var(--line)}
.plain{border:0;background:none;padding:0;color:var(--accent);text-decoration:underline;text-underline-offset:3px;text-decoration-color:var(--line)}
.link{margin-left:10px;color:var(--text);font-weight:550;max-width:180px;overflow:hidden;text-overflow:ellipsis;vertical-align:middle}
.link:hover{text-decoration-color:currentColor}
.none td{height:64px;color:var(--muted)}
.detail>td{white-space:normal;padding:14px 20px 18px 36px;background:var(--ground);height:auto}
.about{position:sticky;left:36px;width:calc(100cqw - 60px);display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:16px 40px}
.about .facts{grid-template-columns:1fr;gap:6px;align-content:start}
.about h3{margin-bottom:4px}
.about .empty{padding:0;border:0;background:none}
.about details{border-bottom:1px solid var(--line);padding:3px 0}
.about .key{display:inline-block;min-width:130px;color:var(--muted)}
.about .value{overflow-wrap:anywhere}
.about .confidence{margin-left:12px;font-size:12px;color:var(--muted)}
.about .evidence{padding-left:18px}
.pager{display:flex;gap:8px;margin-top:10px}
.pager[hidden]{display:none}
.pager button{border:1px solid var(--line);background:var(--panel);border-radius:6px;height:30px;padding:0 12px;font-size:13px}
.pager button:disabled{opacity:.45;cursor:default}
.pager button:hover:not(:disabled){background:var(--raised)}
footer{max-width:1440px;margin:auto;padding:16px 24px 40px;color:var(--muted);font-size:12.5px;border-top:1px solid var(--line)}

@media (max-width:1100px){.figures{grid-template-columns:repeat(4,1fr)}.figures div{border-bottom:1px solid var(--line);margin-bottom:-1px}.columns{grid-template-columns:minmax(0,1fr)}.top nav{display:none}.bar{justify-content:flex-end}.brand{margin-right:auto}}
@media (max-width:640px){main{padding:20px 16px 32px;gap:24px}.bar{padding:0 16px}.figures{grid-template-columns:repeat(2,1fr)}.figures dd{font-size:19px}.facts div{grid-template-columns:76px minmax(0,1fr)}.facts{grid-template-columns:minmax(0,1fr)}.finding{grid-template-columns:minmax(0,1fr);gap:3px}.wide{display:none}.share{min-width:60px}footer{padding:16px 16px 32px}.about{grid-template-columns:minmax(0,1fr)}.detail>td{padding:12px}.about{left:12px;width:calc(100cqw - 24px)}.pan{overflow-x:auto}.flows{width:860px}.hint{display:none}.segmented button{padding:2px 7px}.brand{font-size:0;gap:0}}
@media (prefers-reduced-motion:no-preference){.node,.edges path{transition:opacity .12s}}
@media print{:root,:root[data-theme]{color-scheme:light}body{font-size:11px;background:#fff}.top{position:static}.top nav,.segmented,.tools,.pager,.zoom,.hint,.open,.skip{display:none}main{padding:0;max-width:none}.scroll{overflow:visible}.rows thead th{position:static}section,.finding,tr{break-inside:avoid}#devices,#conversations,#protocols{break-inside:auto}table{font-size:10px}thead th,.rows thead button,.facts dt,.finding summary,.stopped,.note,.legend,.group th{font-size:10px}th,td{height:auto;padding:3px 6px}.rows{font-size:8.5px}.rows thead button{font-size:8.5px;padding:0}.rows th,.rows td{padding:2px 4px!important;white-space:normal;overflow-wrap:anywhere}.rows .n,.rows code{white-space:nowrap;overflow-wrap:normal}code,td time,.rows code,.nameless{font-size:7.5px}.tag{font-size:7.5px;margin-left:3px}.name,.link,.clip{max-width:none}.link{margin-left:4px}h2{font-size:13px}.about{position:static;width:auto}.scroll{container-type:normal}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
