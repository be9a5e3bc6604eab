/** Takes the README's picture, `e2e/readme.png`: the demo page with an open interview. */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { launchOptions, requireBrowser } from './browser.ts';
import { startProduct } from './product.ts';
import { Respondent } from './respondent.ts';

const PICTURE = fileURLToPath(new URL('../readme.png', import.meta.url));
const MAX_BYTES = 300_000;

const product = await startProduct();
const browser = await chromium.launch(launchOptions(requireBrowser()));
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'en-GB' });
  const respondent = new Respondent(page);
  await respondent.recordHostEvents();
  await respondent.openInterview(product.origin);
  await respondent.answer();
  await respondent.enterAnswer(await respondent.readOpenQuestion());
  await page.mouse.move(0, 0);
  await page.screenshot({ path: PICTURE, animations: 'disabled' });
} finally {
  await browser.close();
  await product.remove();
}
const { size } = statSync(PICTURE);
if (size > MAX_BYTES) throw new Error(`${PICTURE}: the picture has ${size} bytes; the limit is ${MAX_BYTES}.`);
