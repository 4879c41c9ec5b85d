/*
 * This text counts against 2 kB: of the roles of shared/ui/tokens.css there is the accent; the rest are the browser's own colours,
 * which follow `color-scheme`. `dialog` goes over what browsers give it, where they differ: its place, its border, and, on a phone
 * (`:modal`), a size that is less than all. It holds a card (`div`) until the panel is there. The bubble on the launcher is a border
 * with one sharp corner. A backslash takes the line's end away.
 *
 * What the settings may say after it, and nothing else:
 *   :host{--p:40px}                             distance from both edges
 *   :host{--a:..;--h:..;--o:..}                 accent, accent-hover, on-accent; again in @media(prefers-color-scheme:dark)
 *   :host{color-scheme:dark}                    a theme fixed by the owner, with the three of that theme
 *   .g,.m,dialog{inset-inline:auto;left:..}     the owner's corner; `right` for the other
 *   .g{..}                                      a launcher with words on it
 */
export const css = `:host{all:initial;position:fixed;z-index:999999999;--p:20px;--a:#006957;--h:#005646;--o:#fff;color-scheme:light dark;font:15px/22px system-ui}\
@media(prefers-color-scheme:dark){:host{--a:#5fc3ac;--h:#74d8c0;--o:#001c14}}\
*{box-sizing:border-box;margin:0;padding:0;color:inherit;text-decoration:none}\
.g,dialog{position:fixed;inset-block:auto calc(var(--p) + env(safe-area-inset-bottom));inset-inline:auto var(--p);border:1px solid #8884;border-radius:28px;box-shadow:0 8px 24px #0003}\
.g{display:grid;place-content:center;width:56px;height:56px;background:var(--a);color:var(--o)}\
.g:hover{background:var(--h)}\
.g:before{content:"";width:26px;height:22px;border:2px solid;border-radius:50% 50% 50% 2px}\
b:empty,[hidden],div+iframe{display:none}\
b{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;padding:0 6px;border-radius:20px;background:#c22;color:#fff;font-size:12px;text-align:center}\
h2{font-size:1em}\
:focus-visible{outline:2px solid var(--a);outline-offset:2px}\
dialog{width:384px;height:min(704px,100dvh - 2*var(--p));border-radius:20px;overflow:hidden}\
iframe,:modal:not(:has(div)){inset:0;min-width:100%;min-height:100%;border:0;border-radius:0}\
:has(div){width:320px;height:auto;padding:16px}\
button{position:absolute;top:6px;inset-inline-end:6px;width:44px;height:44px;border:0;background:none;font-size:24px}\
div a{display:block;margin-top:12px;padding:10px;border:1px solid #8884;border-radius:8px;text-align:center}\
@media not (prefers-reduced-motion){[open]{animation:i .22s}@keyframes i{0%{opacity:0;translate:0 8px}}}`;
