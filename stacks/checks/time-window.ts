const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const minutesOfDay = 24 * 60;
const minutesOfWeek = days.length * minutesOfDay;

/** A time of the week or the day, in minutes after Monday's or the day's midnight. */
export interface TimeWindow {
  readonly start: number;
  readonly minutes: number;
}

const time = '([01]\\d|2[0-3]):([0-5]\\d)';
const weekly = new RegExp(`^(${days.join('|')}):${time}-(${days.join('|')}):${time}$`);
const daily = new RegExp(`^${time}-${time}$`);

/** Reads `ddd:hh:mm-ddd:hh:mm`; undefined where the text has another form. It may run past Sunday's midnight. */
export function parseWeeklyWindow(text: string): TimeWindow | undefined {
  const [, firstDay = '', hour, minute, lastDay = '', lastHour, lastMinute] = weekly.exec(text) ?? [];
  if (hour === undefined) return undefined;
  const start = days.indexOf(firstDay) * minutesOfDay + minuteOfDay(hour, minute);
  const end = days.indexOf(lastDay) * minutesOfDay + minuteOfDay(lastHour, lastMinute);
  return { start, minutes: distance(start, end, minutesOfWeek) };
}

/** Reads `hh:mm-hh:mm`; undefined where the text has another form. It may run past midnight. */
export function parseDailyWindow(text: string): TimeWindow | undefined {
  const [, hour, minute, lastHour, lastMinute] = daily.exec(text) ?? [];
  if (hour === undefined) return undefined;
  const start = minuteOfDay(hour, minute);
  return { start, minutes: distance(start, minuteOfDay(lastHour, lastMinute), minutesOfDay) };
}

/** Whether a weekly and a daily window have a minute in common. One may begin when the other ends. */
export function overlap(weeklyWindow: TimeWindow, dailyWindow: TimeWindow): boolean {
  return days.some((_day, index) => {
    const start = index * minutesOfDay + dailyWindow.start;
    return (
      distance(weeklyWindow.start, start, minutesOfWeek) < weeklyWindow.minutes ||
      distance(start, weeklyWindow.start, minutesOfWeek) < dailyWindow.minutes
    );
  });
}

function minuteOfDay(hour: string | undefined, minute: string | undefined): number {
  return Number(hour) * 60 + Number(minute);
}

/** From one time to the next, on a clock with this many minutes. */
function distance(from: number, to: number, clock: number): number {
  return (to - from + clock) % clock;
}
