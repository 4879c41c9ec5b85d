/* Where things stand in a chart. */

const steps = [1, 2, 5];
const timeSteps = [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];

/** Values for three or four lines from zero to at least `most`. */
export function ticksOf(most: number, isTime = false): number[] {
	const step = isTime ? timeStep(most) : plainStep(most);
	const count = Math.max(1, Math.ceil(most / step));
	return Array.from({ length: count + 1 }, (_, n) => n * step);
}

const timeStep = (most: number): number =>
	timeSteps.find((step) => most / step <= 4) ?? Math.ceil(most / 4 / 86_400) * 86_400;

function plainStep(most: number): number {
	for (let power = 1; ; power *= 10) {
		const found = steps.find((step) => most / (step * power) <= 4);
		if (found !== undefined) return found * power;
	}
}

/** A line through the points, broken where one is missing. */
export function lineOf(points: readonly (readonly [x: number, y: number] | null)[]): string {
	let path = '';
	let isDown = false;
	for (const point of points) {
		if (point === null) {
			isDown = false;
			continue;
		}
		path += `${isDown ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
		isDown = true;
	}
	return path;
}
