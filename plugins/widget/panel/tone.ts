let context: AudioContext | null = null;

/** Two soft notes, half a second. A browser that forbids it stays silent. */
export async function playTone(): Promise<void> {
	context ??= new AudioContext();
	if (context.state === 'suspended') await context.resume().catch(() => {});
	const { currentTime, destination } = context;
	for (const [index, pitch] of [659, 880].entries()) {
		const at = currentTime + index * 0.12;
		const note = new OscillatorNode(context, { frequency: pitch });
		const volume = new GainNode(context, { gain: 0 });
		volume.gain.setValueAtTime(0, at);
		volume.gain.linearRampToValueAtTime(0.08, at + 0.02);
		volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.4);
		note.connect(volume).connect(destination);
		note.start(at);
		note.stop(at + 0.4);
	}
}
