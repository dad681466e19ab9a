import { lookUpDatabaseClass, lookUpInstanceType } from '../../../../stacks/checks/compute/instance-type-lookup';

describe('lookUpInstanceType', () => {
  it.each(['t4g.small', 't3.nano', 'm7i-flex.large', 'c8g.24xlarge', 'r6idn.metal', 'm8g.metal-24xl', 'm7g.medium'])(
    'finds %s',
    (name) => expect(lookUpInstanceType(name)).toEqual({ kind: 'known' }),
  );

  it.each([
    ['t4g.smal', 'Did you mean "t4g.small"?'],
    ['t4g.8xlarge', 'Did you mean "t4g.2xlarge"?'],
    ['m7g.xlrage', 'Did you mean "m7g.xlarge"?'],
    ['t4g', 'Sizes: nano, micro,'],
    [
      '4tg.small',
      'Unknown type. Did you mean "t4g.small"? If the type is newer than the list in stacks/checks/compute/instance-types.ts (November 2026), add it there.',
    ],
    ['banana.small', 'Unknown type.'],
    ['m9g.hugest', 'Unknown type.'],
    ['', 'Unknown type. Use one such as t4g.small.'],
  ])('rejects %j and suggests an alternative', (name, remedy) => {
    expect(lookUpInstanceType(name)).toMatchObject({ kind: 'unknown', remedy: expect.stringContaining(remedy) });
  });

  it.each(['t5g.small', 'm9g.large', 'c9gd.2xlarge'])('warns that %s may be newer than the list', (name) => {
    expect(lookUpInstanceType(name)).toMatchObject({
      kind: 'newer',
      warning: expect.stringMatching(/^.+ is not in the list of November 2026 .* newer than the list, or misspelt\./),
    });
  });
});

describe('lookUpDatabaseClass', () => {
  it.each(['db.t4g.micro', 'db.m8g.large', 'db.r6i.24xlarge', 'db.r6i.2xlarge.tpc2.mem4x'])('finds %s', (name) => {
    expect(lookUpDatabaseClass(name)).toEqual({ kind: 'known' });
  });

  it.each([
    ['db.t4g.mikro', 'Did you mean "db.t4g.micro"?'],
    ['db.t4g.nano', 'Sizes: micro, small,'],
    ['t4g.micro', 'Did you mean "db.t4g.micro"?'],
    ['db.t4gmicro', 'Did you mean "db.t4g.micro"?'],
  ])('rejects %j and suggests an alternative', (name, remedy) => {
    expect(lookUpDatabaseClass(name)).toMatchObject({ kind: 'unknown', remedy: expect.stringContaining(remedy) });
  });

  it('warns that an unlisted class may be newer than the list', () => {
    expect(lookUpDatabaseClass('db.m9g.large')).toMatchObject({ kind: 'newer' });
  });
});
