import { fill } from '../strings.ts';
import { words } from './words.ts';

/** The same counts to read and to open by keyboard. */
export function HeatTable({
	counts,
	hours,
	onOpen,
}: {
	readonly counts: readonly (readonly number[])[];
	readonly hours: readonly number[];
	readonly onOpen: (weekday: number, hour: number) => void;
}) {
	return (
		<table className="table">
			<thead>
				<tr>
					<th scope="col">{words.hour}</th>
					{words.weekdaysShort.map((name, n) => (
						<th key={name} scope="col" className="r">
							<abbr title={words.weekdays[n]}>{name}</abbr>
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{hours.map((hour) => (
					<tr key={hour}>
						<th scope="row">{hour}:00</th>
						{words.weekdays.map((day, weekday) => {
							const n = counts[weekday]?.[hour] ?? 0;
							return (
								<td key={day} className="r">
									{n === 0 ? (
										<span className="dim">0</span>
									) : (
										<button
											type="button"
											className="figure"
											aria-label={fill(words.cell, { day, hour, n })}
											onClick={() => onOpen(weekday, hour)}
										>
											{n}
										</button>
									)}
								</td>
							);
						})}
					</tr>
				))}
			</tbody>
		</table>
	);
}
