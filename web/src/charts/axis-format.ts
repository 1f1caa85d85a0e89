/** Times under an axis: as exact as their distance asks for, the day only where it changes. */
import type UPlot from 'uplot';

const DAY_SECONDS = 86_400;

export function createAxisFormat(language: 'en' | 'fr'): UPlot.Axis.DynamicValues {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const second = make({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const minute = make({ hour: '2-digit', minute: '2-digit' });
  const day = make({ day: 'numeric', month: 'short' });
  const month = make({ month: 'short', year: 'numeric' });
  return (_plot, splits, _axis, _space, step) => {
    let before = '';
    return splits.map((at) => {
      const date = new Date(at * 1000);
      if (step >= 28 * DAY_SECONDS) return month.format(date);
      const today = day.format(date);
      if (step >= DAY_SECONDS) return today;
      const time = (step < 60 ? second : minute).format(date);
      const isNewDay = today !== before;
      before = today;
      return isNewDay ? `${time}\n${today}` : time;
    });
  };
}
