import { contractorChangeKinds, listContractorChangesInput } from '@namc/inputs/contractors';
import { describe, expect, it } from 'vitest';
import { listContractorChanges } from '../queries/changes.ts';
import { type Facts, fileOf, importing, system } from './files.fixture.ts';

const { portal, importFile } = importing();

type Event = [kind: string, before: string | null, after: string | null];

const policy: Facts = {
  WorkersCompCoverageType: 'Workers’ Compensation Insurance',
  WCInsuranceCompany: 'EXAMPLE CASUALTY',
  WCPolicyNumber: 'WCC1',
  WCEffectiveDate: '01/02/2026',
  WCExpirationDate: '01/02/2027',
};

/** Two editions of one firm, and every event between them. */
const editions: [what: string, before: Facts, after: Facts, events: Event[]][] = [
  ['nothing but the day of the row', {}, { LastUpdate: '11/03/2026' }, []],
  [
    'the classes',
    { 'Classifications(s)': 'B| C10| D49' },
    { 'Classifications(s)': 'C-10| B| C-8' },
    [
      ['class_gained', null, 'C-8'],
      ['class_lost', 'D-49', null],
    ],
  ],
  [
    'the statuses',
    { SecondaryStatus: '' },
    { PrimaryStatus: 'Work Comp Susp', SecondaryStatus: 'WC Susp Pending' },
    [
      ['secondary_status_changed', null, 'WC Susp Pending'],
      ['status_changed', 'CLEAR', 'Work Comp Susp'],
    ],
  ],
  [
    'nothing but how a spreadsheet writes a date of what is pending',
    { PendingSuspension: '1/2/2027', PendingClassRemoval: '02/03/2027', PendingClassReplace: '2/31/2027' },
    {
      LastUpdate: '11/03/2026',
      PendingSuspension: '01/02/2027',
      PendingClassRemoval: '2027-02-03',
      PendingClassReplace: '2/31/2027',
    },
    [],
  ],
  [
    'what is pending',
    { PendingSuspension: '12/01/2026' },
    { PendingClassRemoval: '12/02/2026', PendingClassReplace: '12/03/2026' },
    [
      ['pending_class_removal_changed', null, '12/02/2026'],
      ['pending_class_replacement_changed', null, '12/03/2026'],
      ['pending_suspension_changed', '12/01/2026', null],
    ],
  ],
  [
    'the dates of the license',
    {},
    {
      ExpirationDate: '03/31/2030',
      ReissueDate: '11/01/2026',
      InactivationDate: '11/02/2026',
      ReactivationDate: '11/03/2026',
    },
    [
      ['expiration_moved', '2028-03-31', '2030-03-31'],
      ['inactivated', null, '2026-11-02'],
      ['reactivated', null, '2026-11-03'],
      ['reissued', null, '2026-11-01'],
    ],
  ],
  [
    'dates that are taken away',
    {
      ReissueDate: '11/01/2026',
      InactivationDate: '11/02/2026',
      ReactivationDate: '11/03/2026',
      WCSuspendDate: '12/10/2026',
    },
    {},
    [
      ['inactivation_lifted', '2026-11-02', null],
      ['reactivation_lifted', '2026-11-03', null],
      ['reissue_lifted', '2026-11-01', null],
      ['workers_comp_suspension_lifted', '2026-12-10', null],
    ],
  ],
  [
    'the kind of the second name, which makes it the firm’s',
    { BusinessName: 'SAMPLE PAVING', 'BUS-NAME-2': 'SAMPLE CHANGES INC', 'NAME-TP-2': '' },
    { BusinessName: 'SAMPLE PAVING', 'BUS-NAME-2': 'SAMPLE CHANGES INC', 'NAME-TP-2': 'Current Name' },
    [['shown_name_changed', 'SAMPLE PAVING', 'SAMPLE CHANGES INC']],
  ],
  [
    'who the firm is, and where',
    { BusinessName: 'SAMPLE CHANGES', BusinessType: 'Sole Owner', FullBusinessName: 'PAT SAMPLE' },
    {
      BusinessName: 'SAMPLE CHANGES INC',
      'BUS-NAME-2': 'SAMPLE PAVING',
      FullBusinessName: '',
      BusinessType: 'Corporation',
      AsbestosReg: '1234',
      BusinessPhone: '(510) 555 0123',
      MailingAddress: '2 TEST WAY',
    },
    [
      ['address_changed', 'PO BOX 100, PALM DESERT, CA 92260', '2 TEST WAY, PALM DESERT, CA 92260'],
      ['asbestos_registration_changed', null, '1234'],
      ['business_type_changed', 'Sole Owner', 'Corporation'],
      ['dba_changed', null, 'SAMPLE PAVING'],
      ['full_name_changed', 'PAT SAMPLE', null],
      ['name_changed', 'SAMPLE CHANGES', 'SAMPLE CHANGES INC'],
      ['phone_changed', '+17605550100', '+15105550123'],
    ],
  ],
  [
    'the coverage',
    {
      WorkersCompCoverageType: 'Workers’ Compensation Insurance',
      WCExpirationDate: '12/31/2026',
      WCCancellationDate: '12/01/2026',
    },
    {
      WorkersCompCoverageType: 'Exempt',
      WCExpirationDate: '12/31/2027',
      WCCancellationDate: '',
      WCSuspendDate: '11/30/2026',
    },
    [
      ['workers_comp_cancellation_lifted', '2026-12-01', null],
      ['workers_comp_coverage_changed', 'Workers’ Compensation Insurance', 'Exempt'],
      ['workers_comp_expiration_moved', '2026-12-31', '2027-12-31'],
      ['workers_comp_suspension_set', null, '2026-11-30'],
    ],
  ],
  [
    'the insurer and the policy, in one line',
    policy,
    { ...policy, WCInsuranceCompany: 'SAMPLE CASUALTY', WCPolicyNumber: 'WCC2' },
    [['workers_comp_insurer_changed', 'EXAMPLE CASUALTY', 'SAMPLE CASUALTY']],
  ],
  [
    'the number of the policy, which nobody is told',
    policy,
    { ...policy, WCPolicyNumber: 'WCC2' },
    [['workers_comp_policy_changed', null, null]],
  ],
  [
    'the first day of the policy',
    policy,
    { ...policy, WCEffectiveDate: '12/20/2026' },
    [['workers_comp_effective_date_changed', '2026-01-02', '2026-12-20']],
  ],
  [
    'the term of the policy, which the next one follows at once',
    policy,
    { ...policy, WCPolicyNumber: 'WCC2', WCEffectiveDate: '01/02/2027', WCExpirationDate: '01/02/2028' },
    [['workers_comp_expiration_moved', '2027-01-02', '2028-01-02']],
  ],
  [
    'the term of the policy, which the next one follows days later',
    policy,
    { ...policy, WCEffectiveDate: '01/10/2027', WCExpirationDate: '01/10/2028' },
    [
      ['workers_comp_effective_date_changed', '2026-01-02', '2027-01-10'],
      ['workers_comp_expiration_moved', '2027-01-02', '2028-01-10'],
    ],
  ],
  ['the day of issue', {}, { IssueDate: '01/10/2016' }, [['issue_date_changed', '2015-01-10', '2016-01-10']]],
  [
    'a cancellation of the coverage',
    {},
    { WCCancellationDate: '12/01/2026' },
    [['workers_comp_cancellation_set', null, '2026-12-01']],
  ],
  ...(
    [
      ['CB', 'bond'],
      ['WB', 'worker_bond'],
      ['DB', 'disciplinary_bond'],
    ] as const
  ).flatMap(([bond, kind]): [string, Facts, Facts, Event[]][] => {
    const none = { CBAmount: '' };
    const filed = {
      ...none,
      [`${bond}SuretyCompany`]: 'MODEL SURETY',
      [`${bond}Number`]: '1',
      [`${bond}EffectiveDate`]: '01/02/2026',
      [`${bond}Amount`]: '25000',
    };
    const canceled = { ...filed, [`${bond}CancellationDate`]: '12/01/2026' };
    const another = { ...filed, [`${bond}SuretyCompany`]: 'SAMPLE SURETY' };
    return [
      [`a ${kind} that comes`, none, filed, [[`${kind}_filed`, null, 'MODEL SURETY']]],
      [
        `a ${kind} that has no number`,
        none,
        { ...none, [`${bond}EffectiveDate`]: '11/15/2026' },
        [[`${kind}_filed`, null, null]],
      ],
      [`a ${kind} that goes`, filed, none, [[`${kind}_removed`, 'MODEL SURETY', null]]],
      [`a ${kind} that is canceled`, filed, canceled, [[`${kind}_cancellation_set`, null, '2026-12-01']]],
      [
        `a ${kind} that is kept after all`,
        canceled,
        filed,
        [[`${kind}_cancellation_lifted`, '2026-12-01', null]],
      ],
      [`a ${kind} that is replaced`, canceled, another, [[`${kind}_filed`, 'MODEL SURETY', 'SAMPLE SURETY']]],
      [
        `a ${kind} that begins on another day`,
        filed,
        { ...filed, [`${bond}EffectiveDate`]: '12/20/2026' },
        [[`${kind}_effective_date_changed`, '2026-01-02', '2026-12-20']],
      ],
      [
        `a ${kind} of another surety that begins on another day`,
        filed,
        { ...another, [`${bond}EffectiveDate`]: '12/20/2026' },
        [[`${kind}_filed`, 'MODEL SURETY', 'SAMPLE SURETY']],
      ],
      [
        `a ${kind} of another amount`,
        filed,
        { ...filed, [`${bond}Amount`]: '15000' },
        [[`${kind}_amount_changed`, '25000', '15000']],
      ],
    ];
  }),
  [
    'a disciplinary bond that is required',
    {},
    { DateRequired: '12/01/2026' },
    [['disciplinary_bond_required', null, '2026-12-01']],
  ],
];

const bystander: Facts = { LicenseNo: '3000000' };

describe('staff hear of every change between two files:', () => {
  it.each(editions)('%s', async (_, before, after, events) => {
    await importFile(fileOf(before, bystander));
    const { runId, changed } = await importFile(fileOf(after, bystander));
    expect(changed).toBe(1);
    const input = listContractorChangesInput.parse({ run: runId });
    const { rows } = await portal.db.read(system, (tx) => listContractorChanges(tx, input));
    expect(rows.map(({ kind, before: was, after: is }) => [kind, was, is]).sort()).toEqual(events);
    expect(rows.every(({ licenseNumber }) => licenseNumber === '1000001')).toBe(true);
  });

  it('each kind stands above, or comes and goes with the license', () => {
    const shown = new Set(editions.flatMap(([, , , events]) => events.map(([kind]) => kind)));
    const ofLicenses = ['new_license', 'gone', 'returned'];
    // Those of the files of people and of policies, and of the members of joint ventures, have tests of their own.
    const ofFile = contractorChangeKinds.filter((kind) => !/^(qualifier|policy|member)/.test(kind));
    expect([...shown, ...ofLicenses].sort()).toEqual(ofFile.toSorted());
  });
});
