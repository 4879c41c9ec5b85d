import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/* What this run was asked for. */

export const root = resolve('.');
export const buildDir = join(root, 'build');
const words = process.argv.slice(2);

export const isQuick = words.includes('--quick');
export const profileDir = words.includes('--prof')
	? join(tmpdir(), `parley-profiles-${process.pid}`)
	: null;
/** Empty: all. */
export const wantedParts = words.filter((word) => !word.startsWith('--'));

export const rounds = isQuick ? 3 : 6;
export const warmMs = isQuick ? 400 : 600;
export const measureMs = isQuick ? 1000 : 2000;
const stored = words.find((word) => word.startsWith('--stored='))?.slice('--stored='.length);
/** A million takes a minute or two to make. */
export const storedCount = Number(stored ?? (isQuick ? 50_000 : 1_000_000));

export const tempDir = mkdtempSync(join(tmpdir(), 'parley-bench-'));
process.on('exit', () => rmSync(tempDir, { recursive: true, force: true }));
if (profileDir !== null) mkdirSync(profileDir, { recursive: true });
