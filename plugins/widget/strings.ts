/*
 * Every text that a visitor can read or hear. `{name}` and the like are filled in by `fill`. The launcher's are constants,
 * so that only these few are in its bytes.
 */
export const chatWithUs = 'Chat with us';
export const chatWithUsUnread = 'Chat with us, {n} new messages';
export const chatWithSite = 'Chat with {site}';
export const opening = 'Opening the chat';
export const unreachable = 'The chat cannot be reached';
export const tryAgain = 'Try again';
export const openInTab = 'Open in a new tab';
export const close = 'Close';

export const strings = {
	title: chatWithSite,
	close,
	hello: 'Hello, how can we help?',
	helloMore: 'Write your question. The answer comes here.',
	notKept:
		'This browser keeps nothing from this chat. When you leave the page, it is forgotten here.',
	log: 'Messages',
	you: 'You',
	team: 'Team',
	automatic: 'Automatic',
	spokenBy: '{name}, {time}',
	message: 'Write a message',
	send: 'Send',
	tooLong: '{n} characters too many',
	sending: 'Sending',
	sent: 'Sent',
	waiting: 'Sent when the connection is back',
	waitingOffline: 'We will send this when you are back',
	delayed: 'The server could not store this yet. It is sent again by itself.',
	notSent: 'Not sent.',
	tryAgain,
	discard: 'Remove',
	edited: 'Edited at {time}',
	youDeleted: 'You deleted this message',
	theyDeleted: '{name} deleted a message',

	joined: '{name} joined at {time}',
	left: '{name} left at {time}',
	passed: 'The chat was passed to {name}, who can read everything above',
	requeued: 'You are in line again',
	endedByYou: 'You ended the chat at {time}',
	ended: 'The chat ended at {time}',
	reopened: 'The chat goes on',
	rated: 'You rated the help {n} of 5',

	more: 'More',
	end: 'End chat',
	endQuestion: 'End this chat?',
	endMore: 'You can still read it here.',
	keep: 'Keep chatting',
	chatEnded: 'Chat ended',
	startNew: 'Start a new chat',

	lost: 'Connection lost. Next try in {n}\u00a0s',
	connecting: 'Connection lost. Trying now',
	storeAway:
		'We cannot store anything right now. Your messages are kept here and sent when we can.',
	offline: 'You are offline. You can go on writing.',
	tryNow: 'Try now',
	backAgain: 'Back again. Everything was sent.',
	outdated: 'This page is out of date. Load it again to go on.',
	reload: 'Load again',
} as const;

export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
	text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
