import { parseImage, sampleImage } from '../../../tools/plan/sample-image';
import { UserError } from '../../../tools/shared/user-error';

const digest = `sha256:${'ab'.repeat(32)}`;

it.each(['app:latest', `app@${digest}0`, digest])('refuses %s as an image', (image) => {
  expect(() => parseImage(image)).toThrow(UserError);
});

it('says what an image looks like when given something else', () => {
  expect(() => parseImage('app:latest')).toThrow('--image is "app:latest", and must be <repository>@sha256:');
});

it('takes an image by its digest', () => {
  expect(parseImage(`registry.example:5000/app@${digest}`)).toBe(`registry.example:5000/app@${digest}`);
});

it('takes a made-up one where none is given', () => {
  expect(parseImage(undefined)).toBe(sampleImage);
});
