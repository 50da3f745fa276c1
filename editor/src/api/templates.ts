import { useQuery } from '@tanstack/react-query'
import { journey as journeyFile } from '@wend/engine/journey/journey'
import { currentLanguage } from '../i18n/i18n.ts'
import type { Journey } from '../store/journey.ts'
import { body, client } from './client.ts'
import type { components } from './openapi.d.ts'

type Told = components['schemas']['Template']
export type Template = Omit<Told, 'journey'> & { journey: Journey }

/** Journeys that are ready to be taken, in the operator's language. */
export const useTemplates = () =>
  useQuery({
    queryKey: ['templates', currentLanguage()],
    queryFn: async (): Promise<Template[]> =>
      (await body(client.GET('/v1/templates'))).items.map((each) => ({
        ...each,
        journey: journeyFile.parse(each.journey),
      })),
    staleTime: 300_000,
  })
