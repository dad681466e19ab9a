import { normalizePhone, normalizeText } from '../../../app/forms/text-fields';
import { leastCpuTimes } from '../../support/jest/cpu-time';

describe('Text with accents', () => {
  test('is converted to composed characters, with the accents in canonical order', () => {
    expect(normalizeText('e\u0301')).toBe('é');
    expect(normalizeText('a\u0345\u0300')).toBe('à\u0345');
    expect(normalizePhone('\uff11e\u0301')).toBe('1é');
  });

  test('keeps all accents, but loses combining grapheme joiners', () => {
    expect(normalizeText('a\u034fb')).toBe('ab');
    expect(normalizeText(`x${'\u0345'.repeat(70)}`)).toBe(`x${'\u0345'.repeat(70)}`);
    expect(normalizePhone(`x${'\u0345'.repeat(70)}`)).toHaveLength(71);
  });

  test.each([
    ['name', '\u0345', '\u0300', normalizeText],
    ['phone number', '\u0345', '\u0300', normalizePhone],
    ['phone number with letters that NFKC converts to accents', '\u0345', '\uff9e', normalizePhone],
  ])('is normalized in linear time as a %s', async (_field, first, second, normalize) => {
    const textOf = (accents: number) => `a${`${first}${second}`.repeat(accents)}`;
    const [inParts, whole] = [textOf(3_750), textOf(60_000)];
    const [timeOfParts, timeOfWhole] = await leastCpuTimes(
      () => {
        for (let parts = 0; parts < 16; parts += 1) normalize(inParts);
      },
      () => normalize(whole),
    );
    // If the time grew with the square of the length, the ratio would be 16.
    expect(timeOfWhole / timeOfParts).toBeLessThan(4);
  });
});
