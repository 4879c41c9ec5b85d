import * as z from 'zod';

/** A settings string that is stored encrypted and never shown again. */
export const secret = (description: string) =>
	z.string().min(1).max(4000).meta({ secret: true, description });
