import path from 'node:path';

import type { Endpoint } from '../ftps/index.ts';
import { sanitize } from '../sanitize.ts';

const binaryUnits = ['KiB', 'MiB', 'GiB', 'TiB'];

/** A size: `0 B`, `1023 B`, `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes / 1024;
  let unit = 0;
  // With one decimal, 1023.95 and more would be rounded up to 1024.0.
  while (value >= 1023.95 && unit < binaryUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1)} ${binaryUnits[unit] ?? ''}`;
}

/** A duration: `45 ms`, `1.5 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 99.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A rate: `1.5 MiB/s`. */
export function formatRate(bytes: number, milliseconds: number): string {
  return `${formatBytes(Math.round((bytes * 1_000) / Math.max(milliseconds, 1)))}/s`;
}

/** A rate of files: `188 files/s`, `2.5 files/s`. */
export function formatFileRate(files: number, milliseconds: number): string {
  const perSecond = (files * 1_000) / Math.max(milliseconds, 1);
  return `${perSecond < 9.95 ? perSecond.toFixed(1) : formatNumber(Math.round(perSecond))} files/s`;
}

/** `1 file`, `2,000 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

/** `4,994`. */
export function formatNumber(number: number): string {
  // Loading the locale takes longer than a round trip.
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `5,000 files`. */
export function formatFiles(number: number): string {
  return `${formatNumber(number)} ${number === 1 ? 'file' : 'files'}`;
}

/** Where files go: `ftp.example.com:/www`, or only the host if they go to the login directory. */
export function formatPlace(endpoint: Endpoint | undefined, remoteDir = ''): string {
  const host = endpoint?.host ?? 'the server';
  return remoteDir === '' ? host : `${host}:${sanitize(remoteDir)}`;
}

/** How long a certificate remains valid: `12 days left`, `expired 3 days ago`. */
export function formatDaysLeft(days: number): string {
  return days < 0 ? `expired ${count(-days, 'day')} ago` : `${count(days, 'day')} left`;
}

/** A local path relative to the current directory, with `/` on every system. */
export function displayPath(file: { readonly localPath: string }): string {
  const { localPath } = file;
  const prefix = process.cwd() + path.sep;
  // Nearly always, and much faster than resolving both.
  const isBelow = localPath.startsWith(prefix) && !localPath.includes('..');
  const relative = isBelow ? localPath.slice(prefix.length) : path.relative(prefix, localPath);
  return path.sep === '/' ? relative : relative.split(path.sep).join('/');
}
