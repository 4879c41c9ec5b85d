/* Icons of what is loaded later, for `drawn`: each comes only with what names it. */
export const next = 'm8 4.5 5.5 5.5L8 15.5';
export const more = 'M4.5 10h.01M10 10h.01M15.5 10h.01';
export const file =
	'M11 2.75H6a1.5 1.5 0 0 0-1.5 1.5v11.5a1.5 1.5 0 0 0 1.5 1.5h8a1.5 1.5 0 0 0 1.5-1.5v-8.5L11 2.75Zm0 0v4.5h4.5';
export const load = 'M10 3.25v9.5M5.75 8.75 10 13l4.25-4.25M3.75 16.75h12.5';
export const mail =
	'M4.75 4.25h10.5a2 2 0 0 1 2 2v7.5a2 2 0 0 1-2 2H4.75a2 2 0 0 1-2-2v-7.5a2 2 0 0 1 2-2M3.25 5.75 10 11l6.75-5.25';
export const sound =
	'M3 7.75v4.5h3l4 3.5V4.25l-4 3.5H3ZM13 7.5a3.5 3.5 0 0 1 0 5M15.25 5.25a6.75 6.75 0 0 1 0 9.5';
export const end =
	'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0m4.75-2.5 5 5M12.5 7.5l-5 5';
export const out = 'M7 5.25h7.75V13M14.5 5.5 5.25 14.75';
export const device =
	'M6.75 2.75h6.5a1.5 1.5 0 0 1 1.5 1.5v11.5a1.5 1.5 0 0 1-1.5 1.5h-6.5a1.5 1.5 0 0 1-1.5-1.5V4.25a1.5 1.5 0 0 1 1.5-1.5M9.25 14.5h1.5';
export const clock = 'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M10 6v4.25l2.75 1.6';
export const alert =
	'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M10 6.25v4.5M10 13.6h.01';
export const check = 'M4 10.5 8 14.5l8-9';
export const back = 'M12 4.5 6.5 10l5.5 5.5';
export const clip =
	'm17.1 9.3-6.9 6.9a4.6 4.6 0 0 1-6.5-6.5l6.9-6.9a3.07 3.07 0 0 1 4.34 4.34L8.05 14a1.53 1.53 0 0 1-2.17-2.17l6.3-6.3';
export const smile =
	'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M7 11.9c.7 1 1.8 1.6 3 1.6s2.3-.6 3-1.6M7.6 7.8v.2M12.4 7.8v.2';
export const nowave =
	'M2.5 8.25a10.75 10.75 0 0 1 15 0M5.4 11.5A6.6 6.6 0 0 1 10 9.65M12.9 12.4l3.85 3.85M16.75 12.4l-3.85 3.85M9.5 15.25h.01';
