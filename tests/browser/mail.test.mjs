// What others say of our mails: a public linter with caniemail's data, a validator of HTML, and the eyes of a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caniemail } from 'caniemail';
import { HtmlValidate } from 'html-validate';
import { chartsRole, documentsOf, launch, makeReports, open, root, schemes } from './browser.mjs';

let browser, reports, documents;

before(async () => {
  browser = await launch();
  reports = makeReports({ workspace: join(root, 'examples/harbor'), files: { 'roles/charts.md': chartsRole } });
  documents = documentsOf(reports.out);
});

after(async () => {
  await browser?.close();
  reports?.remove();
});

const mails = () => documents.filter((one) => one.mail);

/// How caniemail calls what docs/mail.md allows with a fallback.
function allowedTitles() {
  const special = {
    'at media prefers-color-scheme': ['@media (prefers-color-scheme)'],
    'element ul': ['<ul>, <ol> and <dl>'],
    'link mailto': ['mailto: links'],
    'markup css-comment': ['CSS comments'],
    'markup doctype': ['HTML5 doctype'],
    'meta color-scheme': ['color-scheme meta tag'],
    'property color-scheme': ['color-scheme CSS property'],
    'selector chaining': ['Chaining selectors'],
    'selector descendant': ['Descendant combinator'],
    'selector grouping': ['Grouping selectors'],
    'value display none': ['display:none'],
  };
  const titles = new Set();
  for (const [, token] of readFileSync(join(root, 'docs/mail.md'), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)) {
    const [sort, ...names] = token.split(' ');
    const name = names.join(' ');
    const capital = name[0].toUpperCase() + name.slice(1);
    const likely = {
      at: [`@${name}`],
      attribute: [`${name} attribute`],
      element: [`<${name}> element`],
      keyword: [`${name} keyword`],
      property: [name, `${name} property`],
      pseudo: [`:${name}`, `::${name}`],
      selector: [`${capital} selector`],
    };
    for (const title of special[token] ?? likely[sort] ?? []) titles.add(title);
  }
  return titles;
}

test('a public linter finds nothing that docs/mail.md does not allow', () => {
  const allowed = allowedTitles();
  const clients = ['gmail.*', 'outlook.windows', 'outlook.macos', 'outlook.outlook-com', 'outlook.ios', 'outlook.android',
                   'apple-mail.*', 'yahoo.*'];
  const known = clients.filter((client) => {
    try {
      caniemail({ clients: [client], html: '<p>x</p>' });
      return true;
    } catch {
      return false;
    }
  });
  assert.ok(known.length >= 4, `${known}`);
  assert.ok(mails().length > 0);
  for (const { name, path } of mails()) {
    // Pictures stand in the file for the browser; in the mail they are parts.
    const html = readFileSync(path, 'utf8').replace(/src="data:image\/png;base64,[^"]*"/g, 'src="cid:chart"');
    const { issues } = caniemail({ clients: known, html });
    const found = new Set();
    // It takes `background-color`, which every client shows, for the shorthand.
    const shorthand = /background\s*:/.test(html);
    for (const kind of [issues.errors, issues.warnings]) {
      for (const list of kind.values()) for (const { title } of list) {
        if (!allowed.has(title) && (shorthand || title !== 'background')) found.add(title);
      }
    }
    assert.deepEqual([...found], [], name);
  }
});

// Outlook lays out mail with Word, which knows these and not the CSS in their place.
const presentational = ['align', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'valign', 'width'];

test('pages and mails are valid HTML, but for the attributes that Outlook needs', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard'],
    rules: {
      'no-inline-style': 'off', // Gmail drops the rest
      'svg-focusable': 'off',
    },
  });
  for (const { name, path, mail } of documents) {
    const report = await validator.validateString(readFileSync(path, 'utf8'));
    const messages = report.results.flatMap((result) => result.messages).filter(({ ruleId, message }) => {
      if (!mail) return true;
      return !(ruleId === 'no-deprecated-attr' && presentational.some((one) => message.includes(`"${one}"`)));
    });
    assert.deepEqual([...new Set(messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} (line ${line})`))].slice(0, 20),
                     [], name);
  }
});

test('a mail fits a phone and reads without its style sheet and its pictures', async () => {
  for (const { name, path } of mails()) {
    for (const dark of schemes) {
      const { page, close } = await open(browser, path, { width: 360, dark });
      const [content, visible] = await page.evaluate(() => [
        document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(content <= visible, `${name}: ${content} > ${visible}`);
      const bare = await page.evaluate(() => {
        for (const sheet of document.querySelectorAll('style')) sheet.remove();
        return [...document.images].map((image) => image.alt).concat(document.body.innerText);
      });
      assert.ok(bare.every((words) => words.trim().length > 0), name);
      await close();
    }
  }
});
