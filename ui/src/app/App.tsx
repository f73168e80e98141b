import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { AccountsPage } from "../accounts/AccountsPage";
import { Toasts } from "../shared/Toasts";
import { Waiting } from "../shared/Waiting";
import { NotFound } from "./NotFound";
import { Offline } from "./Offline";
import { SignIn } from "./SignIn";

// React Flow comes with the first map, not with the page.
const InsightsPage = lazy(() => import("../insights/InsightsPage").then((module) => ({ default: module.InsightsPage })));
const ImportPage = lazy(() => import("../importing/ImportPage").then((module) => ({ default: module.ImportPage })));
const PersonPage = lazy(() => import("../person/PersonPage").then((module) => ({ default: module.PersonPage })));
const PicturePage = lazy(() => import("../picture/PicturePage").then((module) => ({ default: module.PicturePage })));
const ReviewPage = lazy(() => import("../review/ReviewPage").then((module) => ({ default: module.ReviewPage })));
const WhatIfPage = lazy(() => import("../whatif/WhatIfPage").then((module) => ({ default: module.WhatIfPage })));
const MapPage = lazy(() => import("../map/MapPage").then((module) => ({ default: module.MapPage })));

export function App() {
  return (
    <>
      <Offline />
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/">
            <AccountsPage />
          </Route>
          <Route path="/insights">
            <InsightsPage />
          </Route>
          <Route path="/import">
            <ImportPage />
          </Route>
          <Route path="/p/:id">{({ id }) => <PersonPage key={id} id={id} />}</Route>
          <Route path="/a/:id/picture">{({ id }) => <PicturePage key={id} accountId={id} />}</Route>
          <Route path="/a/:id/what-if">{({ id }) => <WhatIfPage key={id} accountId={id} />}</Route>
          <Route path="/a/:id/review">{({ id }) => <ReviewPage key={id} accountId={id} />}</Route>
          <Route path="/a/:id/map">{({ id }) => <MapPage key={id} accountId={id} />}</Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
      <SignIn />
      <Toasts />
    </>
  );
}
