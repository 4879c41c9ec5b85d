/* The loader imports this where the site has greetings, once the page has nothing else to do. */
export { greet } from './loader/greeting/greet.ts';
