/**
 * Branded ids: a string that was checked or made in one place and cannot be mixed up with another.
 * They are plain strings on the wire and in the store.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type SiteId = Branded<'SiteId'>;
export type VisitorId = Branded<'VisitorId'>;
export type AgentId = Branded<'AgentId'>;
/** A set of agents that conversations are routed to. */
export type GroupId = Branded<'GroupId'>;
/** An append-only record: a conversation `<visitorId>.<n>`, later also a ticket or an agent's day. */
export type TimelineId = Branded<'TimelineId'>;
/** `<visitorId>.<n>`, n counting the visitor's conversations from 1 (D7). */
export type ConversationId = TimelineId & { readonly [brand]: 'ConversationId' | 'TimelineId' };
/** One destination of a plugin, or one internal consumer: `slack:T012`, `index`. */
export type SinkId = Branded<'SinkId'>;
export type PluginId = Branded<'PluginId'>;
/** Made by the author of a command; a resend carries the same one. */
export type ClientId = Branded<'ClientId'>;
/** 32 hex digits, random: says nothing about what it names. */
export type BlobId = Branded<'BlobId'>;
