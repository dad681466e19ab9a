import { createPlanCommand, parsePlanArguments } from '../../../tools/plan/plan-arguments';
import { sampleImage } from '../../../tools/plan/sample-image';

const image = `app@sha256:${'ab'.repeat(32)}`;

/** Reads a command line; an error that would end the process is thrown with all that is printed. */
function parse(words: readonly string[], npmOffline?: string) {
  let printed = '';
  const command = createPlanCommand()
    .exitOverride(() => {
      throw new Error(printed);
    })
    .configureOutput({ writeErr: (text) => (printed += text) });
  return parsePlanArguments(command, words, npmOffline);
}

describe('parsePlanArguments', () => {
  it('reads an environment, and arguments for terraform', () => {
    expect(parse(['dev', '-refresh=false', '-var', 'container_image=none'])).toEqual({
      environment: 'dev',
      offline: false,
      terraformArguments: ['-refresh=false', '-var', 'container_image=none'],
    });
  });

  it.each([
    [['dev', '--offline'], sampleImage],
    [['--offline', 'dev', '--image', image], image],
  ])('reads an offline plan from %j', (words, expected) => {
    expect(parse(words, 'true')).toEqual({ environment: 'dev', offline: true, image: expected });
  });

  it.each([[['dev', '--offlin']], [['--offlin', 'dev']]])('rejects the misspelt option in %j', (words) => {
    expect(() => parse(words)).toThrow("unknown option '--offlin'\n(Did you mean --offline?)");
  });

  it('gives an example if there is no environment', () => {
    expect(() => parse([])).toThrow('npm run plan -- dev --offline');
  });

  it('rejects --image without --offline', () => {
    expect(() => parse(['dev', '--image', image])).toThrow('--image belongs to --offline');
  });

  it('rejects arguments for terraform with --offline', () => {
    expect(() => parse(['dev', '--offline', '-refresh=false'])).toThrow('Leave out: -refresh=false');
  });

  it('says where --offline belongs if npm has kept it', () => {
    expect(() => parse(['dev'], 'true')).toThrow(
      /^npm has kept --offline to itself\. Put -- before it: npm run plan -- dev --offline$/,
    );
  });
});
