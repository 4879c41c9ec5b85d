/** Common ones, without those that only some systems can draw. Each is its own name. */
export const emoji =
	'😀 😃 😄 😁 😅 😂 🙂 🙃 😉 😊 😇 😍 😘 😋 😜 🤔 🤨 😐 🙄 😬 😌 😴 🤒 🤯 😎 🤓 😕 😟 😮 😲 😳 🥺 😢 😭 😱 😡 👍 👎 👌 ✌️ 🤞 👋 👏 🙌 🙏 💪 👀 ❤️ 💔 💯 ✅ ❌ ❓ ❗ ⭐ 🔥 🎉 🎁 📦 🚚 💳 📷 ☕ 🌞'.split(
		' ',
	);
export const emojiColumns = 8;

/** Where a key leads in the grid of emoji; null: it is no key of the grid. May lie outside of it. */
export function stepInGrid(key: string, at: number, isMirrored: boolean): number | null {
	const aside = isMirrored ? -1 : 1;
	const steps: Readonly<Record<string, number>> = {
		ArrowRight: at + aside,
		ArrowLeft: at - aside,
		ArrowDown: at + emojiColumns,
		ArrowUp: at - emojiColumns,
		Home: 0,
		End: emoji.length - 1,
	};
	return steps[key] ?? null;
}
