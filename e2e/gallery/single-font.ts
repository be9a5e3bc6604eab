import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from '../support/browser.ts';

/**
 * The folder of Debian's fonts-dejavu-core. Other systems have the files elsewhere or not at all.
 */
const FONT_FOLDER = '/usr/share/fonts/truetype/dejavu';
const FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];
const areInstalled = () => FILES.every(file => existsSync(join(FONT_FOLDER, file)));

/** Without hinting and subpixel rendering, which differ between machines. */
const renderConfiguration = (fonts: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${fonts}/cache</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="embeddedbitmap" mode="assign"><bool>false</bool></edit>
  </match>
</fontconfig>
`;

/**
 * Creates a fontconfig configuration with DejaVu Sans only, which has Arabic and Hebrew letters
 * too. Returns the environment variables that make a browser use it. Null if the font is not
 * available, or outside Linux.
 */
export function singleFontEnvironment(): Record<string, string> | null {
  if (process.platform !== 'linux') return null;
  if (!areInstalled() && !(canInstallPackages() && installPackages('fonts-dejavu-core') && areInstalled())) return null;
  const fonts = mkdtempSync(join(tmpdir(), 'koji-fonts-'));
  for (const file of FILES) symlinkSync(join(FONT_FOLDER, file), join(fonts, file));
  const configuration = join(fonts, 'fonts.conf');
  writeFileSync(configuration, renderConfiguration(fonts));
  return { FONTCONFIG_FILE: configuration };
}
