import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { agentOf } from './standing.ts';

const event = (more: object) => ({ createdAt: '', clientId: null, ...more }) as VisitorEventView;
const asked = event({ type: 'message', author: { kind: 'visitor', name: '' } });
const answered = event({ type: 'message', author: { kind: 'agent', name: 'Mira' } });
const assigned = event({ type: 'assigned', agentName: 'Jon' });

test.each<[string, VisitorEventView[], string | null]>([
	['nobody yet', [asked], null],
	['who answers without having claimed', [asked, answered, asked], 'Mira'],
	['who has claimed', [asked, assigned], 'Jon'],
	['nobody, back in line', [asked, answered, event({ type: 'requeued' })], null],
	['nobody, after it was reopened', [assigned, event({ type: 'reopened' }), asked], null],
	['whom it was passed to', [answered, event({ type: 'transferred', agentName: 'Jon' })], 'Jon'],
])('who answers: %s', (_name, events, agent) => {
	expect(agentOf(events)).toBe(agent);
});
