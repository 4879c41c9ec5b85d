/*
 * Stands before the launcher's own rules, which the owner's follow. On a phone the card is one line beside the launcher, which is `--w`
 * wide; `l`: the launcher is at the left, whatever the language.
 */
export const css = `.m{position:fixed;inset-block:auto calc(var(--p) + 68px);inset-inline:auto var(--p);width:320px;padding:16px;border:1px solid #8884;border-radius:20px;background:Canvas;box-shadow:0 8px 24px #0003}\
.m h2{font:600 15px/22px system-ui;padding-inline:52px 36px;min-height:52px}\
.m p{font-weight:400;font-size:13px;opacity:.75}\
.f{position:absolute;width:40px;border-radius:8px;background:var(--a);color:var(--o);line-height:40px;text-align:center}\
.n{border-radius:50%}\
.m button:not(.x){position:static;width:auto;height:auto;margin:12px 0 0;margin-inline-end:8px;padding:6px 14px;border:1px solid var(--a);border-radius:28px;color:var(--a);font:600 14px/22px system-ui}\
@media(max-width:479px){.m.m{inset:auto calc(var(--p) + var(--w) + 8px) var(--p) 16px;width:auto;padding:7px 0;padding-inline:56px 44px;border-radius:28px;font-size:13px;line-height:20px}.l.m{left:calc(var(--p) + var(--w) + 8px);right:16px}.m a{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;height:40px;overflow:hidden;align-content:center}.m :is(h2,br,button:not(.x)){display:none}.m .f{inset-inline-start:7px}}`;
