/** The pattern of what is past a limit or missed: never by colour alone. */
export const Hatch = () => (
	<defs>
		<pattern
			id="hatch"
			width="6"
			height="6"
			patternUnits="userSpaceOnUse"
			patternTransform="rotate(45)"
		>
			<rect className="hatch-a" width="6" height="6" />
			<path className="hatch-b" d="M0 0V6" />
		</pattern>
	</defs>
);
