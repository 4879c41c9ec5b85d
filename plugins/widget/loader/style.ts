/*
 * The launcher's roles are those of shared/ui/tokens.css, only the few that it needs: this text counts against 2 kB. `dialog` goes
 * over what browsers give it: a border, a padding, and its own idea of where and how large. A backslash takes the line's end away.
 */
export const css = `:host{all:initial;--a:oklch(.47 .09 175);--h:oklch(.41 .085 175);--o:#fff;--s:#fff;--t:oklch(.24 .01 95);--l:oklch(.905 .005 95);--b:oklch(.53 .19 27);color-scheme:light}\
@media(prefers-color-scheme:dark){:host{--a:oklch(.76 .1 175);--h:oklch(.82 .09 175);--o:oklch(.2 .03 175);--s:oklch(.21 .005 95);--t:oklch(.94 .004 95);--l:oklch(.32 .006 95);--b:oklch(.75 .14 27);color-scheme:dark}}\
*{box-sizing:border-box}\
[hidden]{display:none!important}\
.g,dialog{position:fixed;z-index:2147483000;inset:auto;inset-block-end:20px;inset-inline-end:20px}\
.g{display:grid;place-items:center;width:56px;height:56px;margin-block-end:env(safe-area-inset-bottom,0);border-radius:50%;background:var(--a);color:var(--o);box-shadow:0 1px 2px #0001,0 8px 24px #0002}\
.g:hover{background:var(--h)}\
svg{width:28px;fill:none;stroke:currentColor;stroke-width:3;stroke-linejoin:round}\
b{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:22px;padding:0 6px;border-radius:11px;background:var(--b);color:var(--s);box-shadow:0 0 0 2px var(--s);font:600 12px/22px system-ui,sans-serif;text-align:center}\
:focus-visible{outline:2px solid var(--a);outline-offset:2px}\
dialog{width:384px;height:min(704px,100dvh - 40px);max-width:none;max-height:none;margin:0;padding:0;border:0;border-radius:20px;overflow:hidden;background:var(--s);color:var(--t);box-shadow:0 0 0 1px var(--l),0 24px 56px -8px #0003;font:15px/22px system-ui,sans-serif}\
iframe{position:absolute;inset:0;width:100%;height:100%;border:0;color-scheme:inherit}\
div{display:grid;place-content:center;justify-items:center;gap:12px;height:100%;padding:20px;text-align:center}\
p{margin:0}\
div a{color:var(--a)}\
button{min-height:40px;padding:0 16px;border:1px solid;border-radius:8px;background:none;color:inherit;font:inherit;cursor:pointer}\
@media(max-width:479px),(max-height:519px){dialog{inset:0;width:100%;height:100dvh;border-radius:0}}\
@media(prefers-reduced-motion:no-preference){dialog[open]{animation:i .22s}@keyframes i{0%{opacity:0;transform:translateY(8px)}}}`;
