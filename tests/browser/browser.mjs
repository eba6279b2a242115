// Debian's Chromium, and the reports that the tests look at.
import { chromium } from 'playwright-core';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
const program = process.env.QD ?? join(root, 'build/release/quarterdeck');

// A role that shows charts of every sort.
const drawn = join(root, 'src/render/testdata');
export const chartsRole = '+++\ntitle = "Charts"\nreads = ["*"]\n+++\n' +
  readdirSync(drawn).filter((name) => name.endsWith('.md')).map((name) => readFileSync(join(drawn, name), 'utf8')).join('\n');

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
           '--disable-component-update', '--disable-sync'],
  });
}

/// Runs `quarterdeck run` on a copy of a workspace with more files put into it; gives the folder of the reports.
export function makeReports({ workspace, files = {}, asOf = '2026-05-21', keep }) {
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'quarterdeck-browser-'));
  const copy = join(folder, 'workspace');
  mkdirSync(copy, { recursive: true });
  if (workspace) cpSync(workspace, copy, { recursive: true, filter: (path) => !path.endsWith('.quarterdeck') });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    writeFileSync(join(copy, name), text);
  }
  const out = join(folder, 'out');
  const done = spawnSync(program, ['-w', copy, 'run', '--as-of', asOf, '--out', out], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`quarterdeck run: exit ${done.status}\n${done.stderr}`);
  return { out, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/// Every mail and every page in a folder of reports: its name, and its HTML as a file that a browser can open.
export function documentsOf(out) {
  const documents = [];
  for (const name of readdirSync(out).sort()) {
    if (name.endsWith('.html') && !name.endsWith('.mail.html')) documents.push({ name, path: join(out, name), mail: false });
    if (!name.endsWith('.eml')) continue;
    const done = spawnSync('python3', [join(root, 'tests/support/mail_parts.py'), join(out, name)],
                           { encoding: 'utf8', maxBuffer: 1e8 });
    if (done.status !== 0) throw new Error(done.stderr);
    const path = join(out, name.replace(/eml$/, 'mail.html'));
    writeFileSync(path, JSON.parse(done.stdout).html);
    documents.push({ name, path, mail: true });
  }
  return documents;
}

/// Opens a file in a page of the given width and colour scheme. `requests` collects everything it asks the network for.
export async function open(browser, path, { width = 1200, dark = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    bypassCSP: true, // for axe; what the page itself may do is tested without it
  });
  const page = await context.newPage();
  const requests = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) requests.push(request.url());
  });
  await page.goto(`file://${path}`);
  return { page, requests, close: () => context.close() };
}

export const widths = [320, 360, 1200];
export const schemes = [false, true];
