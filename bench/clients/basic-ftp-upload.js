// usage: basic-ftp-upload.js HOST PORT SOURCE CA, with LOGIN_NAME and LOGIN_PASSWORD
// JavaScript, so that stripping types doesn't count as basic-ftp's time.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Client } from 'basic-ftp';

const [host, port, source, ca] = process.argv.slice(2);
const { LOGIN_NAME: user, LOGIN_PASSWORD: password } = process.env;
const entries = readdirSync(source, { recursive: true, withFileTypes: true });
const paths = (wanted) =>
  wanted.map(({ parentPath, name }) => relative(source, join(parentPath, name))).sort();

const client = new Client();
try {
  const login = { host, port: Number(port), user, password };
  await client.access({ ...login, secure: 'implicit', secureOptions: { ca: readFileSync(ca) } });
  // One command per directory. ensureDir() would also change into it and back.
  for (const directory of paths(entries.filter((entry) => entry.isDirectory()))) {
    await client.send(`MKD ${directory}`);
  }
  for (const file of paths(entries.filter((entry) => entry.isFile()))) {
    await client.uploadFrom(join(source, file), file);
  }
} finally {
  client.close();
}
