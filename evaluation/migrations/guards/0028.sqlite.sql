-- What the database keeps by itself: evaluation_namingcandidate has each case with a place, and where it stands between
-- both bodies. It follows the case, what both bodies say of it, and whether the list that it is on is handed in.
DROP TRIGGER IF EXISTS candidate_of_case_i;

CREATE TRIGGER candidate_of_case_i AFTER INSERT ON evaluation_candidacy FOR EACH ROW
WHEN NEW.state IN ('recommended', 'proposed', 'named', 'not_named')
BEGIN
    INSERT INTO evaluation_namingcandidate
        (candidacy_id, cycle_id, unit_id, branch_id, list_id, place, state, is_on_board, committee, department)
    SELECT NEW.id, NEW.cycle_id, NEW.unit_id, NEW.branch_id, l.id, COALESCE(NEW.rank, 0), NEW.state,
        NEW.state <> 'recommended' OR l.state = 'submitted',
        COALESCE((SELECT verdict FROM evaluation_municipalevaluation
            WHERE candidacy_id = NEW.id AND body = 'work_committee'), ''),
        COALESCE((SELECT verdict FROM evaluation_municipalevaluation
            WHERE candidacy_id = NEW.id AND body = 'organisation_department'), '')
    FROM evaluation_seat s JOIN evaluation_recommendationlist l ON l.id = s.list_id WHERE s.id = NEW.seat_id;
END;

DROP TRIGGER IF EXISTS candidate_of_case_u;

CREATE TRIGGER candidate_of_case_u AFTER UPDATE ON evaluation_candidacy FOR EACH ROW
WHEN OLD.state IN ('recommended', 'proposed', 'named', 'not_named')
  OR NEW.state IN ('recommended', 'proposed', 'named', 'not_named')
BEGIN
    DELETE FROM evaluation_namingcandidate WHERE candidacy_id = NEW.id;
    INSERT INTO evaluation_namingcandidate
        (candidacy_id, cycle_id, unit_id, branch_id, list_id, place, state, is_on_board, committee, department)
    SELECT NEW.id, NEW.cycle_id, NEW.unit_id, NEW.branch_id, l.id, COALESCE(NEW.rank, 0), NEW.state,
        NEW.state <> 'recommended' OR l.state = 'submitted',
        COALESCE((SELECT verdict FROM evaluation_municipalevaluation
            WHERE candidacy_id = NEW.id AND body = 'work_committee'), ''),
        COALESCE((SELECT verdict FROM evaluation_municipalevaluation
            WHERE candidacy_id = NEW.id AND body = 'organisation_department'), '')
    FROM evaluation_seat s JOIN evaluation_recommendationlist l ON l.id = s.list_id
    WHERE s.id = NEW.seat_id AND NEW.state IN ('recommended', 'proposed', 'named', 'not_named');
END;

-- A word is given, changed or taken back.
DROP TRIGGER IF EXISTS candidate_of_verdict_i;

CREATE TRIGGER candidate_of_verdict_i AFTER INSERT ON evaluation_municipalevaluation FOR EACH ROW
BEGIN
    UPDATE evaluation_namingcandidate
    SET committee = CASE NEW.body WHEN 'work_committee' THEN NEW.verdict ELSE committee END,
        department = CASE NEW.body WHEN 'organisation_department' THEN NEW.verdict ELSE department END
    WHERE candidacy_id = NEW.candidacy_id;
END;

DROP TRIGGER IF EXISTS candidate_of_verdict_u;

CREATE TRIGGER candidate_of_verdict_u AFTER UPDATE ON evaluation_municipalevaluation FOR EACH ROW
BEGIN
    UPDATE evaluation_namingcandidate
    SET committee = CASE NEW.body WHEN 'work_committee' THEN NEW.verdict ELSE committee END,
        department = CASE NEW.body WHEN 'organisation_department' THEN NEW.verdict ELSE department END
    WHERE candidacy_id = NEW.candidacy_id;
END;

DROP TRIGGER IF EXISTS candidate_of_verdict_d;

CREATE TRIGGER candidate_of_verdict_d AFTER DELETE ON evaluation_municipalevaluation FOR EACH ROW
BEGIN
    UPDATE evaluation_namingcandidate
    SET committee = CASE OLD.body WHEN 'work_committee' THEN '' ELSE committee END,
        department = CASE OLD.body WHEN 'organisation_department' THEN '' ELSE department END
    WHERE candidacy_id = OLD.candidacy_id;
END;

-- A list is handed in, or goes back to its unit.
DROP TRIGGER IF EXISTS candidate_of_list;

CREATE TRIGGER candidate_of_list AFTER UPDATE ON evaluation_recommendationlist FOR EACH ROW
WHEN NEW.state <> OLD.state
BEGIN
    UPDATE evaluation_namingcandidate SET is_on_board = (NEW.state = 'submitted')
    WHERE state = 'recommended' AND list_id = NEW.id;
END;
