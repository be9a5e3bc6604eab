import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from '../support/browser.ts';

/** Debian's fonts-dejavu-core; other systems have the same files in other places, or none. */
const FOLDER = '/usr/share/fonts/truetype/dejavu';
const FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];
const areThere = () => FILES.every(file => existsSync(join(FOLDER, file)));

/** Hinting and the order of subpixels are a machine's own; pictures of the same page must not depend on them. */
const CONFIGURATION = (fonts: string) => `<?xml version="1.0"?>
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
 * Environment variables for a browser that knows one family of fonts only, DejaVu Sans, whatever else is installed; null where it
 * can't be had. (It has Arabic and Hebrew letters too.)
 */
export function singleFontEnvironment(): Record<string, string> | null {
  if (process.platform !== 'linux') return null;
  if (!areThere() && !(canInstallPackages() && installPackages('fonts-dejavu-core') && areThere())) return null;
  const fonts = mkdtempSync(join(tmpdir(), 'koji-fonts-'));
  for (const file of FILES) symlinkSync(join(FOLDER, file), join(fonts, file));
  const configuration = join(fonts, 'fonts.conf');
  writeFileSync(configuration, CONFIGURATION(fonts));
  return { FONTCONFIG_FILE: configuration };
}
