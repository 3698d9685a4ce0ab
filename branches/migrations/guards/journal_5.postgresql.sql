-- What notes every write of a covered row in the journal, and what keeps the journal. Written by write_journal.
DROP FUNCTION IF EXISTS journal_note() CASCADE;

CREATE FUNCTION journal_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act text := coalesce(current_setting('sizhiqiang.act', true), '');
    row_id bigint;
    before text := '';
    after text := '';
BEGIN
    IF act = '' THEN
        RAISE EXCEPTION 'a write without an act' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        before := encode(sha256(convert_to(OLD::text, 'UTF8')), 'hex');
        row_id := OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        after := encode(sha256(convert_to(NEW::text, 'UTF8')), 'hex');
        row_id := NEW.id;
    END IF;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES (TG_TABLE_NAME, row_id, left(TG_OP, 1), before, after, act);
    RETURN NULL;
END
$$ SECURITY DEFINER SET search_path=public, pg_temp;

DROP FUNCTION IF EXISTS journal_kept() CASCADE;

CREATE FUNCTION journal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER journalline_kept BEFORE DELETE OR UPDATE ON branches_journalline FOR EACH ROW EXECUTE FUNCTION journal_kept();

CREATE TRIGGER act_kept BEFORE DELETE OR UPDATE ON branches_act FOR EACH ROW EXECUTE FUNCTION journal_kept();

CREATE TRIGGER journallink_kept BEFORE DELETE OR UPDATE ON branches_journallink FOR EACH ROW EXECUTE FUNCTION journal_kept();

CREATE TRIGGER journal_branches_appointment AFTER INSERT OR DELETE OR UPDATE ON branches_appointment FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_auditentry AFTER INSERT OR DELETE OR UPDATE ON branches_auditentry FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_bindinglist AFTER INSERT OR DELETE OR UPDATE ON branches_bindinglist FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_branch AFTER INSERT OR DELETE OR UPDATE ON branches_branch FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_branch_joint_units AFTER INSERT OR DELETE OR UPDATE ON branches_branch_joint_units FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_formername AFTER INSERT OR DELETE OR UPDATE ON branches_formername FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_formerunit AFTER INSERT OR DELETE OR UPDATE ON branches_formerunit FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_printrun AFTER INSERT OR DELETE OR UPDATE ON branches_printrun FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_proposallist AFTER INSERT OR DELETE OR UPDATE ON branches_proposallist FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_proposedbinding AFTER INSERT OR DELETE OR UPDATE ON branches_proposedbinding FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_proposedchange AFTER INSERT OR DELETE OR UPDATE ON branches_proposedchange FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_proposedpost AFTER INSERT OR DELETE OR UPDATE ON branches_proposedpost FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_provideraccount AFTER INSERT OR DELETE OR UPDATE ON branches_provideraccount FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_recoverycode AFTER INSERT OR DELETE OR UPDATE ON branches_recoverycode FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_setting AFTER INSERT OR DELETE OR UPDATE ON branches_setting FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_signin AFTER INSERT OR DELETE OR UPDATE ON branches_signin FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_slip AFTER INSERT OR DELETE OR UPDATE ON branches_slip FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_systemkey AFTER INSERT OR DELETE OR UPDATE ON branches_systemkey FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_totpdevice AFTER INSERT OR DELETE OR UPDATE ON branches_totpdevice FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_unit AFTER INSERT OR DELETE OR UPDATE ON branches_unit FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_user AFTER INSERT OR DELETE OR UPDATE ON branches_user FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_user_groups AFTER INSERT OR DELETE OR UPDATE ON branches_user_groups FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_branches_user_user_permissions AFTER INSERT OR DELETE OR UPDATE ON branches_user_user_permissions FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_appraisal AFTER INSERT OR DELETE OR UPDATE ON evaluation_appraisal FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_arrangement AFTER INSERT OR DELETE OR UPDATE ON evaluation_arrangement FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_arrangementfile AFTER INSERT OR DELETE OR UPDATE ON evaluation_arrangementfile FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_arrangementversion AFTER INSERT OR DELETE OR UPDATE ON evaluation_arrangementversion FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_arrangementversion_files AFTER INSERT OR DELETE OR UPDATE ON evaluation_arrangementversion_files FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_askedbranch AFTER INSERT OR DELETE OR UPDATE ON evaluation_askedbranch FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_assessmentteam AFTER INSERT OR DELETE OR UPDATE ON evaluation_assessmentteam FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_calendartoken AFTER INSERT OR DELETE OR UPDATE ON evaluation_calendartoken FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_candidacy AFTER INSERT OR DELETE OR UPDATE ON evaluation_candidacy FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_confirmationreview AFTER INSERT OR DELETE OR UPDATE ON evaluation_confirmationreview FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_consultation AFTER INSERT OR DELETE OR UPDATE ON evaluation_consultation FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_criterion AFTER INSERT OR DELETE OR UPDATE ON evaluation_criterion FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_cycle AFTER INSERT OR DELETE OR UPDATE ON evaluation_cycle FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_decision AFTER INSERT OR DELETE OR UPDATE ON evaluation_decision FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_decisionversion AFTER INSERT OR DELETE OR UPDATE ON evaluation_decisionversion FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_deliberation AFTER INSERT OR DELETE OR UPDATE ON evaluation_deliberation FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_deviation AFTER INSERT OR DELETE OR UPDATE ON evaluation_deviation FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_disqualification AFTER INSERT OR DELETE OR UPDATE ON evaluation_disqualification FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_distribution AFTER INSERT OR DELETE OR UPDATE ON evaluation_distribution FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_documentseries AFTER INSERT OR DELETE OR UPDATE ON evaluation_documentseries FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_documenttext AFTER INSERT OR DELETE OR UPDATE ON evaluation_documenttext FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_evidence AFTER INSERT OR DELETE OR UPDATE ON evaluation_evidence FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_extension AFTER INSERT OR DELETE OR UPDATE ON evaluation_extension FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_halfyearanswer AFTER INSERT OR DELETE OR UPDATE ON evaluation_halfyearanswer FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_halfyearreport AFTER INSERT OR DELETE OR UPDATE ON evaluation_halfyearreport FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_halfyearsummary AFTER INSERT OR DELETE OR UPDATE ON evaluation_halfyearsummary FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_hold AFTER INSERT OR DELETE OR UPDATE ON evaluation_hold FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_holiday AFTER INSERT OR DELETE OR UPDATE ON evaluation_holiday FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_honour AFTER INSERT OR DELETE OR UPDATE ON evaluation_honour FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_issuedcopy AFTER INSERT OR DELETE OR UPDATE ON evaluation_issuedcopy FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_latenessmeasure AFTER INSERT OR DELETE OR UPDATE ON evaluation_latenessmeasure FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_laterfinding AFTER INSERT OR DELETE OR UPDATE ON evaluation_laterfinding FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_leaderconsent AFTER INSERT OR DELETE OR UPDATE ON evaluation_leaderconsent FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_listversion AFTER INSERT OR DELETE OR UPDATE ON evaluation_listversion FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_municipalevaluation AFTER INSERT OR DELETE OR UPDATE ON evaluation_municipalevaluation FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_nomination AFTER INSERT OR DELETE OR UPDATE ON evaluation_nomination FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_notice AFTER INSERT OR DELETE OR UPDATE ON evaluation_notice FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_nudge AFTER INSERT OR DELETE OR UPDATE ON evaluation_nudge FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_objection AFTER INSERT OR DELETE OR UPDATE ON evaluation_objection FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_opinion AFTER INSERT OR DELETE OR UPDATE ON evaluation_opinion FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_optout AFTER INSERT OR DELETE OR UPDATE ON evaluation_optout FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_panelmember AFTER INSERT OR DELETE OR UPDATE ON evaluation_panelmember FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_passedon AFTER INSERT OR DELETE OR UPDATE ON evaluation_passedon FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_plaque AFTER INSERT OR DELETE OR UPDATE ON evaluation_plaque FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_promotionactivity AFTER INSERT OR DELETE OR UPDATE ON evaluation_promotionactivity FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_promotionactivity_branches AFTER INSERT OR DELETE OR UPDATE ON evaluation_promotionactivity_branches FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_publicnotice AFTER INSERT OR DELETE OR UPDATE ON evaluation_publicnotice FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_publicnotice_candidacies AFTER INSERT OR DELETE OR UPDATE ON evaluation_publicnotice_candidacies FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_ratioadjustment AFTER INSERT OR DELETE OR UPDATE ON evaluation_ratioadjustment FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_reading AFTER INSERT OR DELETE OR UPDATE ON evaluation_reading FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_recommendationlist AFTER INSERT OR DELETE OR UPDATE ON evaluation_recommendationlist FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_recusal AFTER INSERT OR DELETE OR UPDATE ON evaluation_recusal FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_reinspection AFTER INSERT OR DELETE OR UPDATE ON evaluation_reinspection FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_reinspectionanswer AFTER INSERT OR DELETE OR UPDATE ON evaluation_reinspectionanswer FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_reinspectionrecord AFTER INSERT OR DELETE OR UPDATE ON evaluation_reinspectionrecord FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_reinspectionrecusal AFTER INSERT OR DELETE OR UPDATE ON evaluation_reinspectionrecusal FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_reinspectionreport AFTER INSERT OR DELETE OR UPDATE ON evaluation_reinspectionreport FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_rendition AFTER INSERT OR DELETE OR UPDATE ON evaluation_rendition FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_returnrequest AFTER INSERT OR DELETE OR UPDATE ON evaluation_returnrequest FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_revocationground AFTER INSERT OR DELETE OR UPDATE ON evaluation_revocationground FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_score AFTER INSERT OR DELETE OR UPDATE ON evaluation_score FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_scorephoto AFTER INSERT OR DELETE OR UPDATE ON evaluation_scorephoto FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_scoresheet AFTER INSERT OR DELETE OR UPDATE ON evaluation_scoresheet FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_seat AFTER INSERT OR DELETE OR UPDATE ON evaluation_seat FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_signature AFTER INSERT OR DELETE OR UPDATE ON evaluation_signature FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_sitevisit AFTER INSERT OR DELETE OR UPDATE ON evaluation_sitevisit FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_sitevisit_visitors AFTER INSERT OR DELETE OR UPDATE ON evaluation_sitevisit_visitors FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_submission AFTER INSERT OR DELETE OR UPDATE ON evaluation_submission FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_submission_evidence AFTER INSERT OR DELETE OR UPDATE ON evaluation_submission_evidence FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_subsidy AFTER INSERT OR DELETE OR UPDATE ON evaluation_subsidy FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_succession AFTER INSERT OR DELETE OR UPDATE ON evaluation_succession FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_succession_predecessors AFTER INSERT OR DELETE OR UPDATE ON evaluation_succession_predecessors FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_succession_successors AFTER INSERT OR DELETE OR UPDATE ON evaluation_succession_successors FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_teammember AFTER INSERT OR DELETE OR UPDATE ON evaluation_teammember FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_textcheck AFTER INSERT OR DELETE OR UPDATE ON evaluation_textcheck FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_transition AFTER INSERT OR DELETE OR UPDATE ON evaluation_transition FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_unitmatter AFTER INSERT OR DELETE OR UPDATE ON evaluation_unitmatter FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_verification AFTER INSERT OR DELETE OR UPDATE ON evaluation_verification FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_voiding AFTER INSERT OR DELETE OR UPDATE ON evaluation_voiding FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_workingmethod AFTER INSERT OR DELETE OR UPDATE ON evaluation_workingmethod FOR EACH ROW EXECUTE FUNCTION journal_note();

CREATE TRIGGER journal_evaluation_yearchange AFTER INSERT OR DELETE OR UPDATE ON evaluation_yearchange FOR EACH ROW EXECUTE FUNCTION journal_note();
