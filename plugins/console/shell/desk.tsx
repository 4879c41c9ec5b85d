import { createContext, useContext } from '@wordpress/element';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import type { Me } from '../api.ts';

/** What every screen of a signed-in console may use. */
export interface Desk {
	readonly me: Me;
	readonly client: AgentClient;
	readonly state: AgentState;
	/** Owner or admin: may configure. */
	readonly isAdmin: boolean;
	/** Supervisor and above. */
	readonly isLeader: boolean;
	/** May answer visitors: everybody but readers. */
	readonly mayAnswer: boolean;
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
	const desk = useContext(DeskContext);
	if (desk === null) throw new Error('useDesk is used outside of a signed-in console');
	return desk;
}

export const rightsOf = (role: string): Pick<Desk, 'isAdmin' | 'isLeader' | 'mayAnswer'> => ({
	isAdmin: role === 'owner' || role === 'admin',
	isLeader: role === 'owner' || role === 'admin' || role === 'supervisor',
	mayAnswer: role !== 'reader',
});
