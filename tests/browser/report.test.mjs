// What a person sees of a report: it fits, it can be read by everyone, and nothing in it runs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chartsRole, documentsOf, launch, makeReports, open, root, schemes, widths } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser, harbor, hostile;

const attack = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">';

before(async () => {
  browser = await launch();
  harbor = makeReports({ workspace: join(root, 'examples/harbor'), files: { 'roles/charts.md': chartsRole } });
  hostile = makeReports({
    files: {
      'agent_handoffs/projects/a.md':
        `---\nentity: "${attack.replaceAll('"', "'")}"\nas_of: 2026-05-20\n---\n# ${attack} — [x](javascript:window.pwned=1)\n\n` +
        `## Financials\n- **Slip ${attack}:** $100/month\n- **{{tag}} | pipe:** $5/month\n\n## Actions\n` +
        `- [ ] Call ${attack} {{{raw}}} **bold** \`code\` ]( (impact: $10/mo)\n- [ ] </td></tr></table><h1>out</h1>\n`,
      'quarterdeck.toml': `[portfolio]\nname = '${attack}'\n`,
    },
  });
});

after(async () => {
  await browser?.close();
  harbor?.remove();
  hostile?.remove();
});

test('every page and mail fits every width without a horizontal bar', async () => {
  for (const { out } of [harbor, hostile]) {
    for (const { name, path } of documentsOf(out)) {
      for (const width of widths) {
        const { page, close } = await open(browser, path, { width });
        const [content, visible] = await page.evaluate(() => [
          document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(content <= visible, `${name} at ${width}: ${content} > ${visible}`);
        await close();
      }
    }
  }
});

test('no page or mail breaks a rule of WCAG 2.2 A and AA', async () => {
  for (const { name, path } of documentsOf(harbor.out)) {
    for (const dark of schemes) {
      const { page, close } = await open(browser, path, { dark });
      await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html}`), [], `${name}, dark: ${dark}`);
      await close();
    }
  }
});

test('what a hand-off holds is shown as text and never runs', async () => {
  for (const { name, path, mail } of documentsOf(hostile.out)) {
    const { page, requests, close } = await open(browser, path);
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => window.pwned), undefined, name);
    assert.equal(await page.evaluate(() => document.querySelectorAll('script, img[src="x"], [onerror]').length), 0, name);
    assert.equal(await page.evaluate(() => document.querySelectorAll('a[href^="javascript:"]').length), 0, name);
    // A mail is cut where it would be too long; the page holds every word.
    if (!mail) assert.match(await page.evaluate(() => document.body.innerText), /<script>window\.pwned=1<\/script>/, name);
    assert.deepEqual(requests, [], name);
    await close();
  }
});
