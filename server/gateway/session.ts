/** A session, whoever it belongs to. */
export interface Session<Frame> {
	take(frame: Frame): void;
	beat(): void;
	/** Hello was said, and is being answered or was answered. */
	isOpen(): boolean;
	fail(clientId: string | null, error: unknown): void;
	/** Takes nothing and hears nothing from now on. */
	close(): void;
}

/** What a session may do to its socket, besides saying something. */
export interface SocketHandle {
	/** Hello was answered. */
	greeted(): void;
	/** Says what is queued, then closes for good. */
	end(code: number, reason: string): void;
}
