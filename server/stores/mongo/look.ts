import { connect, type LinkOptions } from './connect.ts';
import { collectionNames } from './indexes.ts';
import { startErrorOf } from './start-errors.ts';

/** Whether a Parley has been started on this database; makes nothing. Rejects with StoreStartError. */
export async function holdsParley(options: LinkOptions): Promise<boolean> {
	const { connection, close } = await connect(options);
	try {
		const found = await connection.listCollections();
		return found.some(({ name }) => name === collectionNames.meta);
	} catch (error) {
		throw startErrorOf(error, options.url);
	} finally {
		await close();
	}
}
