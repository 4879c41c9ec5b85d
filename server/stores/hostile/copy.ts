/** What a store keeps and what it hands out share nothing. Through text, because that keeps every own key, `__proto__` too, and drops `undefined` as the other stores do. */
export function copy<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}
