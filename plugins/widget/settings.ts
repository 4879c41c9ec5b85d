export type {
	LoaderSettings,
	PanelSettings,
	ShownGreeting,
} from '../../shared/site/widget-settings.ts';
