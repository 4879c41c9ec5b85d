import { contrast } from '../../server/sites/testing/contrast.ts';
import { coloursOf, contrastOf } from './owner-colours.ts';

it.each(['#006d5a', '#ffffff', '#000000', '#ffee00', '#0000ff', '#7f7f7f'])(
	'the contrast of %s is as an independent reckoning has it',
	(hex) => {
		const { accent, onAccent } = coloursOf(hex).light;
		expect(contrastOf(accent, onAccent)).toBeCloseTo(contrast(accent, onAccent), 0);
	},
);
