import type { SinkId } from '../../shared/ids.ts';
import type { Logger } from '../../shared/plugin/host.ts';
import type { WantedEvent, WantedTimeline } from '../../shared/plugin/plugin.ts';
import type { ConversationState, ProposedEvent } from '../conversations/index.ts';
import type { Consumer, LaneSink } from './ports.ts';

/** Which sinks and consumers want the event. Pure; asked before each append. `state` is the one before the event. */
export function owedTo(
	sinks: readonly LaneSink[],
	consumers: readonly Consumer[],
	logger: Logger,
	event: ProposedEvent,
	state: ConversationState,
): SinkId[] {
	const owed = consumers
		.filter((consumer) => consumer.wants(event, state))
		.map((consumer) => consumer.id);
	if (sinks.length === 0) return owed;

	const wanted: WantedEvent = {
		type: event.type,
		audience: event.audience,
		author: event.author,
	};
	const opening = event.type === 'message' ? event.body.open : undefined;
	const timeline: WantedTimeline = {
		id: state.id,
		site: state.open?.site ?? opening?.site ?? null,
	};
	for (const { sink } of sinks) {
		// What came in through a sink is there already.
		if (event.author.via?.sink === sink.id) continue;
		if (wants(sink, wanted, timeline, logger)) owed.push(sink.id);
	}
	return owed;
}

/** A plugin's fault must not lose the event: it is owed, and `deliver` decides. */
function wants(
	sink: LaneSink['sink'],
	event: WantedEvent,
	timeline: WantedTimeline,
	logger: Logger,
): boolean {
	try {
		return sink.wants(event, timeline);
	} catch (error) {
		logger.error(
			{ sink: sink.id, err: error },
			'A sink could not say what it wants; it is owed the event.',
		);
		return true;
	}
}
