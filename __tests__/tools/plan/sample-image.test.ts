import { parseImage, sampleImage } from '../../../tools/plan/sample-image';
import { UserError } from '../../../tools/shared/user-error';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('parseImage', () => {
  it.each(['app:latest', `app@${digest}0`, digest])('rejects the image %s', (image) => {
    expect(() => parseImage(image)).toThrow(UserError);
  });

  it('names the required format if it rejects an image', () => {
    expect(() => parseImage('app:latest')).toThrow('--image is "app:latest"; it must be <repository>@sha256:');
  });

  it('returns an image with a digest', () => {
    expect(parseImage(`registry.example:5000/app@${digest}`)).toBe(`registry.example:5000/app@${digest}`);
  });

  it('returns the sample image if no image is given', () => {
    expect(parseImage(undefined)).toBe(sampleImage);
  });
});
