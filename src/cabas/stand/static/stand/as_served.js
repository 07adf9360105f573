// The page as it came, before the stand changes it: kept for the evening, it is not asked for a second time.
const { pathname, search } = location;
const says = [...document.querySelectorAll("#toasts, #alerts")].some((region) => region.childElementCount);

// What is said once is not kept; then it is asked for.
export const asServed = says ? null : { address: `${pathname}${search}`, html: `<!doctype html>\n${document.documentElement.outerHTML}` };
