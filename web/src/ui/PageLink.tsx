import { Link, type LinkProps } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { scopeOf } from '../data/scope.ts';
import type { Search } from '../data/search.ts';

type Anchor = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'children'>;
export type PageLinkProps = Pick<LinkProps, 'to' | 'params' | 'activeOptions'> &
  Anchor & {
    /** More parameters of the other page. */
    readonly search?: Search;
    readonly children?: ReactNode;
  };

/** A link to another page of the console; the time range and the capture come along. */
export function PageLink({ search, ...props }: PageLinkProps) {
  const along = (before: Search) => ({ ...scopeOf(before), ...search });
  return <Link {...(props as LinkProps)} search={along as never} />;
}
